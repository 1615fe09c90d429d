import Addresses

extension ConfigurationValidator {
    /// Checks what Floating IP asks of the members, and says where it does more than Azure.
    mutating func checkFloatingIP(_ balancer: IndexedLoadBalancer) {
        for rule in balancer.resource.loadBalancingRules where rule.isFloating {
            checkSecondaryConfigurations(of: rule, balancer)
            warnAboutChangedPort(of: rule, balancer)
            warnAboutInternalIPv6(rule, balancer)
        }
    }

    private mutating func checkSecondaryConfigurations(
        of rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        let refused = balancer.members(of: rule).filter { refuses($0, balancer) }
        guard !refused.isEmpty else { return }
        let id = balancer.resource.id(of: rule)
        let names = refused.compactMap(\.ipConfiguration).map(\.description)
        let message = """
            Load balancing rule \(id) has floating IP enabled and leads to the secondary IP \
            configuration \(Wording.list(names)). Floating IP is not supported on secondary IP \
            configurations, except IPv6 of dual-stack network interfaces behind public load \
            balancers, and in subnets with a NAT gateway.
            """
        report(
            .floatingIPNotSupportedOnSecondaryIPConfiguration,
            id,
            in: balancer.source,
            message
        )
    }

    /// Whether a member is a secondary IP configuration to which neither exception applies.
    private func refuses(_ member: PoolMember, _ balancer: IndexedLoadBalancer) -> Bool {
        guard let id = member.ipConfiguration, let known = index.network.ipConfigurations[id],
            !known.isPrimary
        else { return false }
        let isDualStackIPv6 =
            known.configuration.version == .ipv6 && known.networkInterface.isDualStack
        if balancer.resource.isPublic, isDualStackIPv6 { return false }
        let subnets = [member.subnet, known.configuration.subnet?.id].compactMap { $0 }
        return !subnets.contains { index.network.subnets[$0]?.natGateway != nil }
    }

    private mutating func warnAboutChangedPort(
        of rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        guard rule.frontendPort != rule.effectiveBackendPort else { return }
        let id = balancer.resource.id(of: rule)
        let message = """
            Load balancing rule \(id) has floating IP enabled and changes port \
            \(rule.frontendPort) to \(rule.effectiveBackendPort). Members answer clients directly: \
            a reply must pass the node for its port to be restored.
            """
        report(.floatingIPChangesPort, id, in: balancer.source, message)
    }

    private mutating func warnAboutInternalIPv6(
        _ rule: LoadBalancingRule,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let reference = rule.frontendIPConfiguration,
            let frontend = balancer.frontends[reference.id],
            frontend.privateIPAddress?.version == .ipv6
        else { return }
        let id = balancer.resource.id(of: rule)
        let message = """
            Load balancing rule \(id) has floating IP enabled on the internal IPv6 frontend \
            \(reference.id): Azure does not support this, Apus does.
            """
        report(.floatingIPOnInternalIPv6Frontend, id, in: balancer.source, message)
    }
}
