import ArgumentParser
import ControlPlane
import Logging

/// `apusd run`: runs until SIGTERM.
struct DaemonRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the daemon until SIGTERM or SIGINT."
    )

    @OptionGroup var node: NodeFileOption

    func run() async throws {
        let logger = Logger(label: "apusd") { StreamLogHandler.standardError(label: $0) }
        do {
            try await Daemon.run(node: node.read(), logger: logger)
        } catch {
            logger.critical("\(error)")
            throw ExitCode.failure
        }
    }
}
