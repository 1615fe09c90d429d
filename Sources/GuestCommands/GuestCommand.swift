public import ArgumentParser

/// `apus guest`: makes a backend ready for Floating IP.
public struct GuestCommand: AsyncParsableCommand {
    /// The command's name and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "guest",
        abstract: "Make this machine, a member of a backend pool, ready for Floating IP.",
        discussion: """
            With Floating IP packets arrive with the frontend's address as destination, so the guest \
            must own that address without claiming it on the segment. Run this on the guest.
            """,
        subcommands: subcommands
    )

    /// What can be done, here and in the program of its own.
    static let subcommands: [any ParsableCommand.Type] = [
        GuestPlanCommand.self, GuestApply.self, GuestVerify.self, GuestWatch.self,
        GuestRemove.self, GuestServiceCommand.self,
    ]

    /// Makes the command.
    public init() {}
}
