import Addresses

/// A member of a rule's backend pool.
public struct ResolvedMember: Hashable, Sendable {
    /// The name in the pool; for a member that joined it by itself, of its network interface.
    public var name: String
    /// The member's own address, also where the rule has Floating IP.
    public var address: IPAddress
    /// The operator's word on the member.
    public var adminState: AdminState

    /// Makes a member from its parts.
    public init(name: String, address: IPAddress, adminState: AdminState) {
        self.name = name
        self.address = address
        self.adminState = adminState
    }
}
