import ArgumentParser

/// `apusd`: the daemon of a load-balancer node.
public struct DaemonCommand: AsyncParsableCommand {
    /// The command's name and its subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "apusd",
        abstract: "The daemon of an Apus load-balancer node.",
        discussion: """
            The daemon reads the node file and the ARM documents, loads the packet program and keeps \
            it in step with the host's network. SIGHUP reads the documents again. When the daemon \
            ends, the packet program goes on; 'apusd detach' takes it away.
            """,
        subcommands: [DaemonRun.self, DaemonDetach.self],
        defaultSubcommand: DaemonRun.self
    )

    /// Makes the command.
    public init() {}
}
