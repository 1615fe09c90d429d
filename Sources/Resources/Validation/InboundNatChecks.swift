extension ConfigurationValidator {
    /// Checks inbound NAT rules and pools.
    mutating func checkInboundNat(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        if !resource.inboundNatRules.isEmpty, !resource.inboundNatPools.isEmpty {
            let message = """
                Load balancer \(resource.id) has inbound NAT rules and inbound NAT pools, which \
                exclude each other.
                """
            report(
                .inboundNatRulesAndPoolsAreMutuallyExclusive,
                resource.id,
                in: balancer.source,
                message
            )
        }
        for rule in resource.inboundNatRules { checkInboundNatRule(rule, balancer) }
        for pool in resource.inboundNatPools { checkInboundNatPool(pool, balancer) }
    }

    private mutating func checkInboundNatRule(
        _ rule: InboundNatRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: rule)
        let source = balancer.source
        checkFrontend(rule.frontendIPConfiguration, of: id, balancer)
        checkIdleTimeout(rule.idleTimeoutInMinutes, in: 4...100, of: id, source: source)
        // Azure prints 0 for the range of a rule for one member, and for the port of one for a
        // pool.
        let isForPool = rule.backendAddressPool != nil
        for (name, port, last, mayBeZero) in [
            ("frontendPort", rule.frontendPort, 65_534, isForPool),
            ("frontendPortRangeStart", rule.frontendPortRangeStart, 65_534, !isForPool),
            ("frontendPortRangeEnd", rule.frontendPortRangeEnd, 65_534, !isForPool),
            ("backendPort", rule.backendPort, 65_535, false),
        ] {
            guard let port, port != 0 || !mayBeZero else { continue }
            checkPort(port, in: 1...last, name, of: id, source: source)
        }
        if rule.backendPort == nil {
            report(.invalidInboundNatRule, id, in: source, "\(id) has no backendPort.")
        }
        if let pool = rule.backendAddressPool?.id {
            if balancer.pools[pool] == nil { reportDangling(pool, from: id, balancer) }
            checkRange(rule.frontendPortRangeStart, rule.frontendPortRangeEnd, of: id, source)
        } else if rule.frontendPort == nil {
            let message = "\(id) has no frontendPort, which a rule without a pool needs."
            report(.invalidInboundNatRule, id, in: source, message)
        }
        guard let target = rule.backendIPConfiguration?.id,
            index.network.ipConfigurations[target] == nil
        else { return }
        reportDangling(target, from: id, balancer)
    }

    private mutating func checkInboundNatPool(
        _ pool: InboundNatPool,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: pool)
        let source = balancer.source
        checkFrontend(pool.frontendIPConfiguration, of: id, balancer)
        checkIdleTimeout(pool.idleTimeoutInMinutes, in: 4...100, of: id, source: source)
        let start = pool.frontendPortRangeStart
        checkPort(start, in: 1...65_534, "frontendPortRangeStart", of: id, source: source)
        let end = pool.frontendPortRangeEnd
        checkPort(end, in: 1...65_535, "frontendPortRangeEnd", of: id, source: source)
        checkPort(pool.backendPort, in: 1...65_535, "backendPort", of: id, source: source)
        checkRange(start, end, of: id, source)
    }

    private mutating func checkRange(
        _ start: Int?,
        _ end: Int?,
        of id: ResourceID,
        _ source: String
    ) {
        guard let start, let end, start != 0, end != 0 else {
            let message = """
                \(id) needs frontendPortRangeStart and frontendPortRangeEnd for its pool.
                """
            return report(.invalidInboundNatRule, id, in: source, message)
        }
        guard start > end else { return }
        let message = """
            \(id) has frontendPortRangeStart \(start), which is greater than frontendPortRangeEnd \
            \(end).
            """
        report(.invalidInboundNatRule, id, in: source, message)
    }
}
