import Demo
import Foundation
import Lab

/// A soak as a command: it prints what it does and what came of it.
public struct SoakRun: Sendable {
    private let options: SoakOptions
    private let executable: String
    private let narrator: Narrator

    /// Prepares a run with a daemon's program.
    public init(
        _ options: SoakOptions,
        daemon executable: String = DemoNode.siblingExecutable,
        narrator: Narrator = .standardOutput
    ) {
        self.options = options
        self.executable = executable
        self.narrator = narrator
    }

    /// Runs the soak and returns the exit code: 0 when nothing was lost or reset.
    ///
    /// Ctrl-C and SIGTERM take the lab down and end the process.
    public func run() -> Int32 {
        // A reader that goes away must not keep the lab from being taken down.
        signal(SIGPIPE, SIG_IGN)
        DemoLab.removeLeftovers()
        do {
            let lab = try Lab()
            let interruption = Interruption { [narrator] in
                narrator.line("Interrupted: the lab is taken down.")
                SoakSite.tearDown(lab)
            }
            defer {
                SoakSite.tearDown(lab)
                interruption.waitIfArrived()
            }
            do {
                return try run(in: lab)
            } catch {
                interruption.waitIfArrived()
                throw error
            }
        } catch {
            narrator.line("\(error)")
            return 1
        }
    }

    private func run(in lab: Lab) throws -> Int32 {
        narrator.line("Soak with seed \(options.seed) in lab \(lab.name).")
        let site = try SoakSite(lab, daemon: executable)
        let report = try SoakSession(options, on: site, tell: { narrator.line($0) }).run()
        narrator.line(report.text)
        let violations = report.violations
        narrator.line("")
        for violation in violations { narrator.line(violation) }
        let sent = report.traffic.streams.reduce(0) { $0 + $1.ledger.sent }
        let received = report.traffic.streams.reduce(0) { $0 + $1.ledger.received }
        narrator.line(
            "sent \(sent), received \(received), lost \(report.lost), "
                + "reset \(report.traffic.tally.failures[.reset] ?? 0), violations \(violations.count)"
        )
        return violations.isEmpty ? 0 : 1
    }
}
