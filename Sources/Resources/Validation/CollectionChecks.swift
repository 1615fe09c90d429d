/// Azure's limits of a Standard load balancer and of its backend pools.
enum LoadBalancerLimit {
    static let frontends = 600
    static let rules = 1_500
    static let outboundRules = 600
    static let membersInPool = 5_000
    static let rulesPerNetworkInterface = 300
}

extension ConfigurationValidator {
    /// Checks what holds for the load balancer as a whole: level, names, limits.
    mutating func checkCollections(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        checkNames(resource.frontendIPConfigurations, of: resource.id, in: balancer.source)
        checkNames(resource.backendAddressPools, of: resource.id, in: balancer.source)
        checkNames(resource.loadBalancingRules, of: resource.id, in: balancer.source)
        checkNames(resource.probes, of: resource.id, in: balancer.source)
        checkNames(resource.inboundNatRules, of: resource.id, in: balancer.source)
        checkNames(resource.inboundNatPools, of: resource.id, in: balancer.source)
        checkNames(resource.outboundRules, of: resource.id, in: balancer.source)
        checkLevel(balancer)
        checkLimits(balancer)
        let hasChildren =
            !resource.backendAddressPools.isEmpty || !resource.loadBalancingRules.isEmpty
            || !resource.probes.isEmpty || !resource.inboundNatRules.isEmpty
            || !resource.inboundNatPools.isEmpty || !resource.outboundRules.isEmpty
        if hasChildren, resource.frontendIPConfigurations.isEmpty {
            let message = """
                Load balancer \(resource.id) does not have a frontend IP configuration, but has \
                other child resources. Load balancers without frontend IP configurations cannot \
                have other child resources.
                """
            report(
                .loadBalancerWithoutFrontendIPCantHaveChildResources,
                resource.id,
                in: balancer.source,
                message
            )
        }
    }

    /// Checks that the names in one collection differ.
    mutating func checkNames<Child: ChildResource>(
        _ children: [Child],
        of parent: ResourceID,
        in source: String
    ) {
        var seen: [String: Int] = [:]
        for child in children {
            seen[child.name.lowercased(), default: 0] += 1
            guard seen[child.name.lowercased()] == 2 else { continue }
            let message =
                "Resource \(parent) has two child resources with the same name (\(child.name))."
            report(
                .duplicateResourceName,
                parent.child(Child.collection, child.name),
                in: source,
                message
            )
        }
    }

    private mutating func checkLevel(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        guard resource.skuName == .gateway || resource.sku?.tier == .global else { return }
        let level = resource.skuName == .gateway ? "sku.name Gateway" : "sku.tier Global"
        let message = "Load balancer \(resource.id) has \(level), which Apus does not carry out."
        report(.loadBalancerSkuNotSupported, resource.id, in: balancer.source, message)
    }

    private mutating func checkLimits(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        let rules = resource.loadBalancingRules.count + resource.inboundNatRules.count
        let counts = [
            ("frontends", resource.frontendIPConfigurations.count, LoadBalancerLimit.frontends),
            ("load-balancing and inbound NAT rules", rules, LoadBalancerLimit.rules),
            ("outbound rules", resource.outboundRules.count, LoadBalancerLimit.outboundRules),
        ]
        for (kind, count, limit) in counts where count > limit {
            let message = """
                Load balancer \(resource.id) has \(count) \(kind); at most \(limit) are \
                allowed.
                """
            report(.loadBalancerLimitExceeded, resource.id, in: balancer.source, message)
        }
        for (id, pool) in balancer.pools.sorted(by: { $0.key < $1.key })
        where pool.members.count > LoadBalancerLimit.membersInPool {
            let message = """
                Backend address pool \(id) has \(pool.members.count) members; at most \
                \(LoadBalancerLimit.membersInPool) are allowed.
                """
            report(.loadBalancerLimitExceeded, id, in: balancer.source, message)
        }
    }
}
