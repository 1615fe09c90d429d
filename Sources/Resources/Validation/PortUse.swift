import Addresses

/// A rule of any kind as the uniqueness checks see it: the ports it takes and the members it leads
/// to.
struct PortUse {
    /// What kind of rule it is, in the words of messages.
    enum Kind: String {
        case loadBalancing = "Load balancing rule"
        case inboundNat = "Inbound NAT rule"
        case inboundNatPool = "Inbound NAT pool"
    }

    let id: ResourceID
    let kind: Kind
    let balancer: ResourceID
    let isPublic: Bool
    let source: String
    let transport: TransportProtocol
    let frontend: ResourceID?
    let frontendPorts: ClosedRange<Int>?
    let backendPort: Int
    let isFloating: Bool
    let pools: [ResourceID]
    /// The addresses of all members, for the checks that reach over pools and load balancers.
    let addresses: [Set<IPAddress>]

    /// What must differ between two rules that share a member.
    struct BackendKey: Hashable {
        let transport: TransportProtocol
        let port: Int
        /// The frontend of a floating rule; `nil` without Floating IP.
        let floatingFrontend: ResourceID?
    }

    /// What must differ between two rules that share a member: with Floating IP the frontend's
    /// address is part of it, because the member sees it as destination.
    var backendKey: BackendKey {
        BackendKey(
            transport: transport,
            port: backendPort,
            floatingFrontend: isFloating ? frontend : nil
        )
    }

    /// An address that both rules lead to.
    func sharedAddress(with other: PortUse) -> IPAddress? {
        for mine in addresses {
            for theirs in other.addresses {
                if let address = mine.intersection(theirs).min() { return address }
            }
        }
        return nil
    }
}

extension IndexedLoadBalancer {
    /// All rules of the load balancer that lead to members, and the inbound NAT pools.
    func portUses(network: NetworkIndex) -> [PortUse] {
        resource.loadBalancingRules.map(use) + resource.inboundNatRules.map { use($0, network) }
            + resource.inboundNatPools.map(use)
    }

    private func use(_ rule: LoadBalancingRule) -> PortUse {
        PortUse(
            id: resource.id(of: rule),
            kind: .loadBalancing,
            balancer: resource.id,
            isPublic: resource.isPublic,
            source: source,
            transport: rule.transport,
            frontend: rule.frontendIPConfiguration?.id,
            frontendPorts: rule.frontendPort...rule.frontendPort,
            backendPort: rule.effectiveBackendPort,
            isFloating: rule.isFloating,
            pools: rule.pools,
            addresses: rule.pools.compactMap { pools[$0]?.addresses }
        )
    }

    private func use(_ rule: InboundNatRule, _ network: NetworkIndex) -> PortUse {
        let id = resource.id(of: rule)
        let written = rule.backendIPConfiguration.flatMap { network.ipConfigurations[$0.id] }
        let targets = [written].compactMap { $0 } + (network.targetsByNatRule[id] ?? [])
        let pool = rule.backendAddressPool.flatMap { pools[$0.id] }
        let addresses = Set(targets.compactMap(\.configuration.privateIPAddress))
        return PortUse(
            id: id,
            kind: .inboundNat,
            balancer: resource.id,
            isPublic: resource.isPublic,
            source: source,
            transport: rule.transport,
            frontend: rule.frontendIPConfiguration?.id,
            frontendPorts: rule.frontendPorts,
            backendPort: rule.backendPort ?? 0,
            isFloating: rule.enableFloatingIP ?? false,
            pools: [],
            addresses: [addresses] + [pool?.addresses].compactMap { $0 }
        )
    }

    private func use(_ pool: InboundNatPool) -> PortUse {
        let first = pool.frontendPortRangeStart
        return PortUse(
            id: resource.id(of: pool),
            kind: .inboundNatPool,
            balancer: resource.id,
            isPublic: resource.isPublic,
            source: source,
            transport: pool.transport,
            frontend: pool.frontendIPConfiguration?.id,
            frontendPorts: first...max(first, pool.frontendPortRangeEnd),
            backendPort: pool.backendPort,
            isFloating: pool.enableFloatingIP ?? false,
            pools: [],
            addresses: []
        )
    }
}
