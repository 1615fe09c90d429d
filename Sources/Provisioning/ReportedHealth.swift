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

    /// Makes a member's health from its parts.
    public init(address: String, isUp: Bool, reason: String, seen: String? = nil) {
        self.address = address
        self.isUp = isUp
        self.reason = reason
        self.seen = seen
    }
}
