public import Addresses

/// What a round of questions has found of one member of a rule with Floating IP.
public struct ReadinessFinding: Codable, Hashable, Sendable {
    /// The member's own address.
    public var member: IPAddress
    /// The frontend's address.
    public var frontend: IPAddress
    /// The state.
    public var state: ReadinessState
    /// What was seen, as one sentence.
    public var evidence: String
    /// What the operator should do, as one sentence; `nil` when nothing is to be done.
    public var remedy: String?
    /// The command that does or shows it.
    public var command: String?
    /// Whether the command is for the member, not for the node.
    public var isForMember: Bool

    /// Makes a finding from its parts.
    public init(
        member: IPAddress,
        frontend: IPAddress,
        state: ReadinessState,
        evidence: String,
        remedy: String? = nil,
        command: String? = nil,
        isForMember: Bool = true
    ) {
        self.member = member
        self.frontend = frontend
        self.state = state
        self.evidence = evidence
        self.remedy = remedy
        self.command = command
        self.isForMember = isForMember
    }
}
