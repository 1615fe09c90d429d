import ArgumentParser
import ControlPlane

/// The daemon's report, as commands use it.
enum DaemonStatus {
    static func require(state: String) throws -> StatusReport {
        guard let report = try StatusReport.read(state: state) else {
            throw ValidationError("no daemon has run with state folder \(state); start apusd")
        }
        return report
    }

    static func printOutcome(_ report: StatusReport) throws {
        if let refusal = report.refusal {
            print("refused, nothing changed:\n\(refusal)")
            throw ExitCode.failure
        }
        print("applied: \(report.rules.count) rules, \(report.warnings.count) warnings")
    }
}
