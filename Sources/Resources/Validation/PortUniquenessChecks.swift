extension ConfigurationValidator {
    private struct PoolKey: Hashable {
        let pool: ResourceID
        let backend: PortUse.BackendKey
    }

    private struct FrontendKey: Hashable {
        let frontend: ResourceID
        let transport: TransportProtocol
    }

    /// Checks the founding text's rule: a backend port is used again only with Floating IP.
    ///
    /// Without Floating IP (pool, protocol, backend port) must be unique; with it the frontend
    /// joins the key, because the member can tell the rules apart by the destination address.
    mutating func checkBackendPorts(_ balancer: IndexedLoadBalancer) {
        var first: [PoolKey: PortUse] = [:]
        for use in balancer.portUses(network: index.network) where use.kind == .loadBalancing {
            for pool in use.pools where balancer.pools[pool] != nil {
                let key = PoolKey(pool: pool, backend: use.backendKey)
                guard let earlier = first[key] else {
                    first[key] = use
                    continue
                }
                guard reportedPairs.insert([earlier.id, use.id]).inserted else { continue }
                reportBackendPort(earlier, use, pool: pool)
            }
        }
    }

    private mutating func reportBackendPort(
        _ first: PortUse,
        _ second: PortUse,
        pool: ResourceID
    ) {
        let port = "protocol \(second.transport.rawValue) and backend port \(second.backendPort)"
        let rules = "Load balancing rules \(first.id) and \(second.id) with floating IP"
        let end = "must not be used with the same backend address pool \(pool)."
        guard second.isFloating, let frontend = second.frontend else {
            return report(
                .rulesUseSameBackendPortProtocolAndPool,
                second.id,
                in: second.source,
                "\(rules) disabled use the same \(port), and \(end)"
            )
        }
        report(
            .rulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled,
            second.id,
            in: second.source,
            "\(rules) enabled use the same \(port) and frontend IP \(frontend), and \(end)"
        )
    }

    /// Checks that (frontend, protocol, port) names one rule, inbound NAT included.
    mutating func checkFrontendPorts(_ balancer: IndexedLoadBalancer) {
        var groups: [FrontendKey: [(ports: ClosedRange<Int>, use: PortUse)]] = [:]
        for use in balancer.portUses(network: index.network) {
            guard let frontend = use.frontend, balancer.frontends[frontend] != nil,
                let ports = use.frontendPorts
            else { continue }
            let key = FrontendKey(frontend: frontend, transport: use.transport)
            groups[key, default: []].append((ports, use))
        }
        let ordered = groups.sorted {
            ($0.key.frontend, $0.key.transport.rawValue)
                < ($1.key.frontend, $1.key.transport.rawValue)
        }
        for (key, uses) in ordered { checkFrontendPorts(uses, key) }
    }

    private mutating func checkFrontendPorts(
        _ uses: [(ports: ClosedRange<Int>, use: PortUse)],
        _ key: FrontendKey
    ) {
        let sorted = uses.sorted {
            ($0.ports.lowerBound, $0.use.id) < ($1.ports.lowerBound, $1.use.id)
        }
        guard var widest = sorted.first else { return }
        for next in sorted.dropFirst() {
            if next.ports.lowerBound <= widest.ports.upperBound,
                reportedPairs.insert([widest.use.id, next.use.id]).inserted
            {
                let port =
                    key.transport == .all && next.ports.lowerBound == 0
                    ? "every port (one HA-ports rule is allowed on a frontend)"
                    : "port \(next.ports.lowerBound)"
                let message = """
                    \(widest.use.kind.rawValue) \(widest.use.id) and \(next.use.id) use the same \
                    frontend IP configuration \(key.frontend), protocol \(key.transport.rawValue) \
                    and \(port).
                    """
                report(.frontendPortAlreadyInUse, next.use.id, in: next.use.source, message)
            }
            if next.ports.upperBound > widest.ports.upperBound { widest = next }
        }
    }
}
