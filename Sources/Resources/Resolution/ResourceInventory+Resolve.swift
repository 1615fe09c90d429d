import Addresses

extension ResourceInventory {
    /// Follows every reference; throws all errors that `validate` finds, when there are any.
    public func resolve() throws(ResolutionError) -> ForwardingConfiguration {
        var validator = ConfigurationValidator(self)
        validator.run()
        let errors = validator.findings.filter { $0.severity == .error }
        guard errors.isEmpty else { throw ResolutionError(findings: errors) }
        do throws(ValidationFinding) {
            return try validator.index.forwardingConfiguration()
        } catch {
            throw ResolutionError(findings: [error])
        }
    }
}

extension InventoryIndex {
    func forwardingConfiguration() throws(ValidationFinding) -> ForwardingConfiguration {
        var configuration = ForwardingConfiguration(frontends: [], rules: [])
        for balancer in balancers {
            var addresses: [ResourceID: IPAddress] = [:]
            var members: [[ResourceID]: [ResolvedMember]] = [:]
            for frontend in balancer.resource.frontendIPConfigurations {
                guard let address = try address(of: frontend, in: balancer) else { continue }
                let id = balancer.resource.id(of: frontend)
                addresses[id] = address
                configuration.frontends.append(
                    ResolvedFrontend(
                        id: id.description,
                        loadBalancer: balancer.resource.name,
                        name: frontend.name,
                        address: address,
                        isPublic: frontend.isPublic
                    )
                )
            }
            for rule in balancer.resource.loadBalancingRules {
                let known = members[rule.pools] ?? self.members(of: rule, in: balancer)
                members[rule.pools] = known
                configuration.rules.append(try resolve(rule, of: balancer, addresses, known))
            }
        }
        configuration.frontends.sort { $0.id < $1.id }
        configuration.rules.sort { $0.id < $1.id }
        configuration.probes = probes(of: configuration.rules)
        return configuration
    }

    private func resolve(
        _ rule: LoadBalancingRule,
        of balancer: IndexedLoadBalancer,
        _ addresses: [ResourceID: IPAddress],
        _ members: [ResolvedMember]
    ) throws(ValidationFinding) -> ResolvedRule {
        let id = balancer.resource.id(of: rule)
        guard let frontend = rule.frontendIPConfiguration?.id, let address = addresses[frontend],
            let frontendPort = UInt16(exactly: rule.frontendPort),
            let backendPort = UInt16(exactly: rule.effectiveBackendPort)
        else {
            throw ValidationFinding(
                code: .ruleReferenceMissing,
                message: "Load balancing rule \(id) has no frontend address or ports out of range.",
                target: id.description,
                source: balancer.source
            )
        }
        let minutes = rule.idleTimeoutInMinutes ?? LoadBalancingRule.defaultIdleTimeoutInMinutes
        let drains = rule.pools.compactMap { balancer.pools[$0]?.pool.drainPeriodInSeconds }
        let drain = drains.max() ?? 0
        let probe = rule.probe.flatMap { balancer.probes[$0.id] }
        return ResolvedRule(
            id: id.description,
            loadBalancer: balancer.resource.name,
            name: rule.name,
            frontend: address,
            transport: rule.transport,
            frontendPort: frontendPort,
            backendPort: backendPort,
            distribution: rule.loadDistribution ?? .default,
            isFloatingIPEnabled: rule.isFloating,
            isTCPResetEnabled: rule.enableTcpReset ?? false,
            isConnectionTrackingEnabled: rule.enableConnectionTracking ?? false,
            requiresReadiness: rule.isFloating && rule.requireReadiness ?? false,
            idleTimeout: .seconds(minutes * 60),
            // As the probe itself is spelled: references compare without regard to case.
            probe: probe.map { balancer.resource.id(of: $0).description },
            noHealthyBackendsBehavior: probe?.noHealthyBackendsBehavior ?? .allProbedDown,
            drainPeriod: .seconds(drain),
            members: members
        )
    }

    private func members(
        of rule: LoadBalancingRule,
        in balancer: IndexedLoadBalancer
    ) -> [ResolvedMember] {
        let members = balancer.members(of: rule).compactMap { member in
            member.address.map {
                ResolvedMember(
                    name: member.name,
                    address: $0,
                    adminState: member.adminState,
                    weight: UInt32(clamping: member.weight)
                )
            }
        }
        return members.sorted { ($0.address, $0.name) < ($1.address, $1.name) }
    }
}
