import Readiness

/// One step of a rule's way, as the doctor found it.
public struct DoctorStep: Codable, Equatable, Sendable {
    /// How a step was found.
    public enum Outcome: String, Codable, Sendable {
        /// As it must be.
        case passed
        /// In the way of traffic.
        case failed
        /// Not looked at, for the reason that the evidence gives.
        case skipped
    }

    /// What was looked at.
    public var name: String
    /// The member that it was looked at for, as text; `nil` for the rule or the node.
    public var member: String?
    /// How it was found.
    public var outcome: Outcome
    /// What was seen, as one sentence.
    public var evidence: String
    /// What the operator should do, as one sentence.
    public var remedy: String?
    /// The command that does or shows it.
    public var command: String?
    /// Whether the command is for the member, not for the node.
    public var isForMember: Bool

    /// Makes a step from its parts.
    public init(
        _ name: String,
        member: String? = nil,
        _ outcome: Outcome,
        _ evidence: String,
        remedy: String? = nil,
        command: String? = nil,
        isForMember: Bool = false
    ) {
        self.name = name
        self.member = member
        self.outcome = outcome
        self.evidence = evidence
        self.remedy = remedy
        self.command = command
        self.isForMember = isForMember
    }
}
