public import Readiness

/// The health of a member of a rule, as Azure's health API has it.
public struct ReportedHealth: Hashable, Sendable {
    /// The member's address, as text.
    public var address: String
    /// Whether new flows may reach it.
    public var isUp: Bool
    /// Azure's reason code.
    public var reason: String
    /// What the last question came to, when it failed.
    public var seen: String?
    /// What was found of it, where the rule has Floating IP.
    public var readiness: ReadinessFinding?

    /// Makes a member's health from its parts.
    public init(
        address: String,
        isUp: Bool,
        reason: String,
        seen: String? = nil,
        readiness: ReadinessFinding? = nil
    ) {
        self.address = address
        self.isUp = isUp
        self.reason = reason
        self.seen = seen
        self.readiness = readiness
    }
}
