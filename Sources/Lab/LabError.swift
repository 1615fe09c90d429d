public import Linux

/// What went wrong in a lab.
public enum LabError: Error, Hashable, Sendable {
    /// The name of a machine or segment does not suit.
    case unsuitableName(String, reason: String)
    /// The lab was torn down, perhaps by a signal, while it was still used.
    case tornDown(LabName)
    /// A command ended without success; `place` is the machine or segment that ran it.
    case commandFailed([String], place: String, ChildProcess.Outcome)
    /// A condition did not come about in time; `detail` is what was seen instead.
    case timedOut(String, after: Duration, detail: String)
    /// A process that should run ended; `log` is the end of its log.
    case processEnded([String], place: String, ExitStatus, log: String)
    /// Something answered with what is not its format.
    case malformed(String, text: String)
}

extension LabError: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .unsuitableName(let name, let reason):
            "'\(name)' cannot name a part of the lab: \(reason)"
        case .tornDown(let name):
            "lab \(name) is torn down"
        case .commandFailed(let words, let place, let outcome):
            "'\(words.joined(separator: " "))' on \(place) ended with \(outcome.status): "
                + Self.lastLines(of: outcome.errors.isEmpty ? outcome.output : outcome.errors)
        case .timedOut(let reason, let limit, let detail):
            "waited \(limit) in vain until \(reason)" + (detail.isEmpty ? "" : ": \(detail)")
        case .processEnded(let words, let place, let status, let log):
            "'\(words.joined(separator: " "))' on \(place) ended early with \(status): "
                + Self.lastLines(of: log)
        case .malformed(let what, let text):
            "\(what) is not understood: '\(text)'"
        }
    }

    private static func lastLines(of text: String) -> String {
        text.split(separator: "\n").suffix(8).joined(separator: "\n")
    }
}
