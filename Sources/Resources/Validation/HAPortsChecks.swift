extension ConfigurationValidator {
    /// Checks HA-ports rules and what may stand beside them (HA ports overview, 2023-05-03).
    mutating func checkHAPorts(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        for rule in resource.loadBalancingRules {
            checkAllPorts(rule, balancer)
            guard rule.isHAPorts else { continue }
            let id = resource.id(of: rule)
            if resource.isPublic || resource.skuName == .basic {
                let kind = resource.isPublic ? "public" : "Basic"
                let message = """
                    HA-ports rule \(id) is on a \(kind) load balancer; HA ports are for internal \
                    Standard load balancers.
                    """
                report(
                    .haPortsRequiresInternalStandardLoadBalancer,
                    id,
                    in: balancer.source,
                    message
                )
            }
            checkNeighbours(of: rule, balancer)
        }
    }

    private mutating func checkAllPorts(
        _ rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let ports = (rule.frontendPort, rule.effectiveBackendPort)
        guard rule.transport == .all ? ports != (0, 0) : ports.0 == 0 || ports.1 == 0 else {
            return
        }
        let id = balancer.resource.id(of: rule)
        let message = """
            Load balancing rule \(id) has protocol \(rule.transport.rawValue), frontend port \
            \(ports.0) and backend port \(ports.1); protocol All goes with ports 0 and 0, and \
            ports 0 with protocol All alone.
            """
        report(.protocolAllRequiresHAPorts, id, in: balancer.source, message)
    }

    /// Without Floating IP an HA-ports rule stands alone; with it, beside floating rules.
    private mutating func checkNeighbours(
        of rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: rule)
        let neighbours = balancer.resource.loadBalancingRules.filter { other in
            guard balancer.resource.id(of: other) != id else { return false }
            guard rule.isFloating else {
                // Two of them on one pool break the backend port rule, which has Azure's code.
                let isSamePort = other.isHAPorts && !other.isFloating
                return !isSamePort || Set(other.pools).isDisjoint(with: rule.pools)
            }
            guard !other.isFloating, !other.isHAPorts else { return false }
            return sharesFrontendAndMember(rule, other, balancer)
        }
        guard let other = neighbours.first else { return }
        let ids = neighbours.map { balancer.resource.id(of: $0) }
        let reason =
            rule.isFloating
            ? "shares frontend and members with rules without Floating IP"
            : "has Floating IP disabled and must be the only rule"
        let message = """
            HA-ports rule \(id) \(reason) of load balancer \(balancer.resource.id), which also has \
            \(Wording.list(ids.map(\.description))).
            """
        reportedPairs.insert([id, balancer.resource.id(of: other)])
        report(.haPortsRuleConflictsWithOtherRule, id, in: balancer.source, message)
    }

    private func sharesFrontendAndMember(
        _ rule: LoadBalancingRule,
        _ other: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) -> Bool {
        guard rule.frontendIPConfiguration == other.frontendIPConfiguration else { return false }
        let addresses = Set(balancer.members(of: rule).compactMap(\.address))
        return !addresses.isDisjoint(with: balancer.members(of: other).compactMap(\.address))
    }
}
