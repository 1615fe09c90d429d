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
            print("not applied:\n\(refusal)")
            throw ExitCode.failure
        }
        print(
            "applied: \(count(report.rules.count, "rule")), \(count(report.warnings.count, "warning"))"
        )
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }
}
