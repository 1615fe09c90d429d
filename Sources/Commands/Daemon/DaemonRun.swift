import ArgumentParser
import ControlPlane
import Foundation
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
            // What the daemon makes is its own: the database and its socket above all.
            umask(0o077)
            let node = try await node.read()
            try await Daemon.run(node: node, logger: logger) {
                try await DaemonFront.make(node, $0, logger)
            }
        } catch {
            logger.critical("\(error)")
            throw ExitCode.failure
        }
    }
}
