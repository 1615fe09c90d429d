import Logging
import Readiness
import Resources

/// Says in the log what has become of members: each state once.
struct ReadinessLog {
    private let logger: Logger
    private var states: [RuleMember: ReadinessState] = [:]

    /// The longest command that is written, in bytes: the same one is said of every rule of a
    /// machine, and `apus status` has it.
    private static let longest = 1024

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// Writes of the findings those whose state is another than before.
    mutating func write(_ changes: ReadinessChanges) {
        for subject in changes.gone { states[subject] = nil }
        for (subject, finding) in changes.findings {
            let before = states.updateValue(finding.state, forKey: subject)
            if finding.state != before, finding.state != .notAsked { write(finding, of: subject) }
        }
    }

    private func write(_ finding: ReadinessFinding, of subject: RuleMember) {
        var metadata: Logger.Metadata = [
            "rule": "\(subject.rule)", "member": "\(subject.address)",
            "state": "\(finding.state.rawValue)",
        ]
        guard let remedy = finding.remedy else {
            logger.notice("member ready for floating IP", metadata: metadata)
            return
        }
        if let command = finding.command {
            let isShort = command.utf8.count <= Self.longest
            metadata[finding.isForMember ? "onMember" : "onNode"] =
                isShort ? "\(command)" : "the command that `apus status` shows"
        }
        logger.warning(
            "member not ready for floating IP: \(finding.evidence) \(remedy)",
            metadata: metadata
        )
    }
}
