/// A load balancer with its children by id.
struct IndexedLoadBalancer {
    let resource: LoadBalancer
    let source: String
    let frontends: [ResourceID: FrontendIPConfiguration]
    let pools: [ResourceID: IndexedPool]
    let probes: [ResourceID: Probe]

    init(_ entry: SourcedResource<LoadBalancer>, network: NetworkIndex) {
        let balancer = entry.resource
        resource = balancer
        source = entry.source
        frontends = Self.byID(balancer.frontendIPConfigurations, of: balancer)
        probes = Self.byID(balancer.probes, of: balancer)
        var pools: [ResourceID: IndexedPool] = [:]
        for (id, pool) in Self.byID(balancer.backendAddressPools, of: balancer) {
            let joined = network.membersByPool[id] ?? []
            pools[id] = IndexedPool(pool, id: id, joined: joined, network: network)
        }
        self.pools = pools
    }

    private static func byID<Child: ChildResource>(
        _ children: [Child],
        of balancer: LoadBalancer
    ) -> [ResourceID: Child] {
        let pairs = children.map { (balancer.id(of: $0), $0) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// All members of a rule's pools, in the order of the pools.
    func members(of rule: LoadBalancingRule) -> [PoolMember] {
        let pools = rule.pools
        // A pool may have thousands of members and hundreds of rules: one pool's are not copied.
        if pools.count == 1 { return self.pools[pools[0]]?.members ?? [] }
        return pools.flatMap { self.pools[$0]?.members ?? [] }
    }
}
