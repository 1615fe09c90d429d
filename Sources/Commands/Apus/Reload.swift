import ArgumentParser
import ControlPlane
import Foundation

/// `apus reload`: makes the daemon read its documents again, and says what came of it.
struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the daemon read its documents again, and say what came of it.",
        discussion: "Ends with status 1 when the documents are refused; nothing has changed then."
    )

    @OptionGroup var node: NodeFileOption

    @Option(help: "How long to wait for the daemon, in seconds.")
    var timeout = 30

    func run() async throws {
        let state = try await node.read().state
        let before = try DaemonStatus.require(state: state)
        guard kill(before.processID, SIGHUP) == 0 else {
            throw ValidationError("no daemon runs as process \(before.processID); start apusd")
        }
        let deadline = ContinuousClock.now + .seconds(timeout)
        while ContinuousClock.now < deadline {
            if let now = try StatusReport.read(state: state), now.attempt > before.attempt {
                try DaemonStatus.printOutcome(now)
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ValidationError("the daemon did not finish within \(timeout) s; see its log")
    }
}
