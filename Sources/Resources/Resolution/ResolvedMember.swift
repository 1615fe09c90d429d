import Addresses

/// A member of a rule's backend pool.
public struct ResolvedMember: Hashable, Sendable {
    /// The name in the pool; for a member that joined it by itself, of its network interface.
    public var name: String
    /// The member's own address, also where the rule has Floating IP.
    public var address: IPAddress
    /// The operator's word on the member.
    public var adminState: AdminState
    /// The member's share of new flows in relation to the others'.
    public var weight: UInt32
    /// Whether the member has left the pool, and only keeps the flows that it has.
    public var isDraining: Bool

    /// Makes a member from its parts.
    public init(
        name: String,
        address: IPAddress,
        adminState: AdminState,
        weight: UInt32 = 1,
        isDraining: Bool = false
    ) {
        self.name = name
        self.address = address
        self.adminState = adminState
        self.weight = weight
        self.isDraining = isDraining
    }
}
