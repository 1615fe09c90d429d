extension ConfigurationValidator {
    /// Checks how many rules of every kind lead to one network interface, over all load balancers.
    ///
    /// A member whose network interface is in no document counts as one with a single address.
    mutating func checkRuleCounts() {
        var counts: [String: Int] = [:]
        var places: [String: (target: ResourceID, source: String)] = [:]
        func count(_ members: [PoolMember], times: Int, in source: String) {
            for member in members {
                guard let owner = member.ipConfiguration?.parent else {
                    guard let address = member.address else { continue }
                    let key = "the network interface with address \(address)"
                    counts[key, default: 0] += times
                    places[key] = (member.id, source)
                    continue
                }
                counts[owner.description, default: 0] += times
                places[owner.description] = (owner, source)
            }
        }
        for balancer in index.balancers {
            for (id, rules) in Self.rulesByPool(balancer) {
                count(balancer.pools[id]?.members ?? [], times: rules, in: balancer.source)
            }
            for rule in balancer.resource.inboundNatRules where rule.backendAddressPool == nil {
                let id = balancer.resource.id(of: rule)
                let joined = (index.network.targetsByNatRule[id] ?? []).map(\.id)
                for target in Set(joined + [rule.backendIPConfiguration?.id].compactMap { $0 }) {
                    guard let owner = target.parent else { continue }
                    counts[owner.description, default: 0] += 1
                    places[owner.description] = (owner, balancer.source)
                }
            }
        }
        let limit = LoadBalancerLimit.rulesPerNetworkInterface
        for (owner, rules) in counts.sorted(by: { $0.key < $1.key }) where rules > limit {
            guard let place = places[owner] else { continue }
            let message = """
                Load balancer rule count limit reached for \(owner): \(rules) rules lead to it, at \
                most \(limit) are allowed.
                """
            report(
                .loadBalancerRuleCountLimitReachedForNic,
                place.target,
                in: place.source,
                message
            )
        }
    }

    private static func rulesByPool(_ balancer: IndexedLoadBalancer) -> [ResourceID: Int] {
        var rules: [ResourceID: Int] = [:]
        for rule in balancer.resource.loadBalancingRules {
            for pool in rule.pools { rules[pool, default: 0] += 1 }
        }
        for rule in balancer.resource.inboundNatRules {
            if let pool = rule.backendAddressPool { rules[pool.id, default: 0] += 1 }
        }
        for rule in balancer.resource.outboundRules {
            if let pool = rule.backendAddressPool { rules[pool.id, default: 0] += 1 }
        }
        return rules
    }
}
