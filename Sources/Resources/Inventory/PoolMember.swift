import Addresses

/// A member of a backend pool, however its membership is written.
struct PoolMember: Hashable {
    /// The member's name; for one that joined through its network interface, that of the latter.
    let name: String
    /// The id that findings name: of the IP configuration, else of the pool's entry.
    let id: ResourceID
    /// The address; `nil` when no document tells it.
    let address: IPAddress?
    /// The IP configuration, when the member is one or is known to have the address of one.
    let ipConfiguration: ResourceID?
    /// The subnet, when a document tells it.
    let subnet: ResourceID?
    /// The virtual network, when a document tells it.
    let virtualNetwork: ResourceID?
    /// The operator's word.
    let adminState: AdminState
    /// The member's share of new flows.
    let weight: Int
    /// Whether the pool lists the member by its IP address.
    let isByAddress: Bool
}
