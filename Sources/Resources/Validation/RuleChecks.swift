import Addresses

extension ConfigurationValidator {
    /// Checks each load-balancing rule by itself: references, ports, idle timeout, families.
    mutating func checkRules(_ balancer: IndexedLoadBalancer) {
        for rule in balancer.resource.loadBalancingRules {
            let id = balancer.resource.id(of: rule)
            let source = balancer.source
            checkReferences(of: rule, balancer)
            checkPort(rule.frontendPort, in: 0...65_534, "frontendPort", of: id, source: source)
            if let port = rule.backendPort {
                checkPort(port, in: 0...65_535, "backendPort", of: id, source: source)
            }
            checkIdleTimeout(rule.idleTimeoutInMinutes, in: 4...100, of: id, source: source)
            checkFamilies(of: rule, balancer)
            checkOutboundTranslation(of: rule, balancer)
        }
    }

    private mutating func checkReferences(
        of rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let id = balancer.resource.id(of: rule)
        checkFrontend(rule.frontendIPConfiguration, of: id, balancer)
        for pool in rule.pools where balancer.pools[pool] == nil {
            reportDangling(pool, from: id, balancer)
        }
        if let probe = rule.probe?.id, balancer.probes[probe] == nil {
            reportDangling(probe, from: id, balancer)
        }
        if rule.pools.count > 1, balancer.resource.skuName != .gateway {
            let message = """
                Load balancing rule \(id) has \(rule.pools.count) backend address pools; one \
                is allowed.
                """
            report(.moreThanOneBackendAddressPool, id, in: balancer.source, message)
        }
        if balancer.members(of: rule).isEmpty {
            let message = "Load balancing rule \(id) has no members: its packets are dropped."
            report(.ruleHasNoMembers, id, in: balancer.source, message)
        }
    }

    /// Checks the frontend that every kind of rule needs: it must be there, be known and have an
    /// address.
    mutating func checkFrontend(
        _ reference: ResourceReference?,
        of id: ResourceID,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let frontend = reference?.id else {
            let message = "\(id) has no frontendIPConfiguration."
            return report(.ruleReferenceMissing, id, in: balancer.source, message)
        }
        guard let known = balancer.frontends[frontend] else {
            return reportDangling(frontend, from: id, balancer)
        }
        if known.publicIPPrefix != nil, known.publicIPAddress == nil, !known.isPrivate {
            let message = """
                \(id) uses frontend \(frontend), which has a public IP prefix for outbound rules \
                and no address to listen on.
                """
            report(.frontendIPAddressNotAssigned, id, in: balancer.source, message)
        }
    }

    /// Adds the finding for a reference that leads nowhere.
    mutating func reportDangling(
        _ target: ResourceID,
        from id: ResourceID,
        _ balancer: IndexedLoadBalancer
    ) {
        let message = Wording.danglingReference(to: target, from: id)
        report(.invalidResourceReference, id, in: balancer.source, message)
    }

    private mutating func checkFamilies(of rule: LoadBalancingRule, _ balancer: IndexedLoadBalancer)
    {
        guard let reference = rule.frontendIPConfiguration,
            let frontend = balancer.frontends[reference.id],
            let address = index.knownAddress(of: frontend, in: balancer),
            !rule.pools.allSatisfy({
                balancer.pools[$0]?.versions.isSubset(of: [address.version]) ?? true
            })
        else { return }
        let others = balancer.members(of: rule).filter { member in
            member.address.map { $0.version != address.version } ?? false
        }
        guard !others.isEmpty else { return }
        let id = balancer.resource.id(of: rule)
        let message = """
            Load balancing rule \(id) has the \(address.version.rawValue) frontend \(reference.id) \
            (\(address)) and members of the other family: \(Wording.list(others.map(\.name))).
            """
        report(.backendAddressFamilyMismatch, id, in: balancer.source, message)
    }

    private mutating func checkOutboundTranslation(
        of rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let frontend = rule.frontendIPConfiguration?.id, rule.disableOutboundSnat != true,
            let outbound = balancer.resource.outboundRules.first(where: {
                $0.frontendIPConfigurations.contains { $0.id == frontend }
            })
        else { return }
        let id = balancer.resource.id(of: rule)
        let message = """
            Load balancing rule \(id) must disable SNAT since the same frontend IP configuration \
            \(frontend) is referenced by outbound rule \(balancer.resource.id(of: outbound)).
            """
        report(
            .ruleMustDisableSNATSinceFrontendIsReferencedByOutboundRule,
            id,
            in: balancer.source,
            message
        )
    }
}
