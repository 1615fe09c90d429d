extension ConfigurationValidator {
    /// The source ports that one frontend address offers to outbound flows.
    private static let portsPerAddress = 64_000

    /// Checks outbound rules (outbound rules, 2024-04-11).
    mutating func checkOutboundRules(_ balancer: IndexedLoadBalancer) {
        var users: [ResourceID: [OutboundRule]] = [:]
        for rule in balancer.resource.outboundRules {
            let id = balancer.resource.id(of: rule)
            checkIdleTimeout(
                rule.idleTimeoutInMinutes,
                in: 4...120,
                of: id,
                source: balancer.source
            )
            checkOutboundReferences(of: rule, balancer)
            checkPortAllocation(of: rule, balancer)
            for frontend in Set(rule.frontendIPConfigurations.map(\.id)).sorted() {
                let clash = users[frontend]?.first {
                    $0.transport == rule.transport || $0.transport == .all || rule.transport == .all
                }
                users[frontend, default: []].append(rule)
                guard let clash else { continue }
                let message = """
                    Outbound rules \(balancer.resource.id(of: clash)) and \(id) use the same \
                    frontend IP configuration \(frontend) and protocol; only one outbound rule may.
                    """
                report(
                    .moreThanOneOutboundRuleUsingSameFrontendAndProtocol,
                    id,
                    in: balancer.source,
                    message
                )
            }
        }
    }

    private mutating func checkOutboundReferences(
        of rule: OutboundRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: rule)
        if let pool = rule.backendAddressPool?.id {
            if balancer.pools[pool] == nil { reportDangling(pool, from: id, balancer) }
        } else {
            let message = "Outbound rule \(id) has no backendAddressPool."
            report(.ruleReferenceMissing, id, in: balancer.source, message)
        }
        if rule.frontendIPConfigurations.isEmpty {
            let message = "Outbound rule \(id) has no frontendIPConfigurations."
            report(.ruleReferenceMissing, id, in: balancer.source, message)
        }
        for frontend in rule.frontendIPConfigurations.map(\.id) {
            guard let known = balancer.frontends[frontend] else {
                reportDangling(frontend, from: id, balancer)
                continue
            }
            guard !known.isPublic else { continue }
            let message = """
                Outbound rule \(id) uses the private frontend \(frontend); outbound rules need \
                public ones.
                """
            report(.invalidOutboundRule, id, in: balancer.source, message)
        }
    }

    private mutating func checkPortAllocation(
        of rule: OutboundRule,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let ports = rule.allocatedOutboundPorts, ports != 0 else { return }
        let id = balancer.resource.id(of: rule)
        let source = balancer.source
        guard ports > 0, ports.isMultiple(of: 8) else {
            let message = """
                Outbound rule \(id) has allocatedOutboundPorts \(ports), which is not a multiple \
                of 8.
                """
            return report(
                .allocatedOutboundPortsAreNotAMultipleOfEight,
                id,
                in: source,
                message
            )
        }
        let frontends = rule.frontendIPConfigurations.compactMap { balancer.frontends[$0.id] }
        // A prefix stands for as many addresses as Azure made it of, which no document tells.
        guard !frontends.contains(where: { $0.publicIPPrefix != nil }) else { return }
        let available = frontends.count * Self.portsPerAddress
        let members = rule.backendAddressPool.flatMap { balancer.pools[$0.id] }?.members.count ?? 0
        if ports > available {
            let message = """
                Outbound rule \(id) has allocatedOutboundPorts \(ports); its frontends offer \
                \(available) to one member.
                """
            report(
                .allocatedOutboundPortsExceedAllowedPortsPerRule,
                id,
                in: source,
                message
            )
        } else if ports > available / max(members, 1) {
            let message = """
                Outbound rule \(id) has allocatedOutboundPorts \(ports) for \(members) members; \
                its frontends offer \(available) ports in total.
                """
            report(
                .allocatedOutboundPortsExceedAvailablePorts,
                id,
                in: source,
                message
            )
        }
    }
}
