import Addresses

/// A member of one rule: a machine may be ready for one rule and not for another.
public struct RuleMember: Hashable, Sendable {
    /// The ARM id of the rule.
    public var rule: String
    /// The member's own address.
    public var address: IPAddress

    /// Names a rule's member.
    public init(rule: String, address: IPAddress) {
        self.rule = rule
        self.address = address
    }
}
