import Addresses

/// A backend pool with all its members.
struct IndexedPool {
    let id: ResourceID
    let pool: BackendAddressPool
    let members: [PoolMember]
    /// The addresses of all members that have one.
    let addresses: Set<IPAddress>
    /// The families of the addresses.
    let versions: Set<IPVersion>

    init(
        _ pool: BackendAddressPool,
        id: ResourceID,
        joined: [IndexedIPConfiguration],
        network: NetworkIndex
    ) {
        self.id = id
        self.pool = pool
        members = PoolMembership(pool: pool, id: id, joined: joined, network: network).members
        addresses = Set(members.compactMap(\.address))
        versions = Set(addresses.map(\.version))
    }

    /// Whether the pool itself lists members by IP address.
    var hasListedAddresses: Bool {
        pool.loadBalancerBackendAddresses.contains { $0.ipAddress != nil }
    }
}
