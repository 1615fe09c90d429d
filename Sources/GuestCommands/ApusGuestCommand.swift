public import ArgumentParser

/// `apus-guest`: `apus guest` as one program that a guest needs nothing else for.
public struct ApusGuestCommand: AsyncParsableCommand {
    /// The program's name and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "apus-guest",
        abstract: GuestCommand.configuration.abstract,
        discussion: GuestCommand.configuration.discussion,
        subcommands: GuestCommand.subcommands
    )

    /// Makes the command.
    public init() {}
}
