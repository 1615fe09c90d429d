import Resources

extension Draft {
    /// Brings what depends on the touched resources in step, and refuses what cannot be.
    mutating func settleReferences() throws(ProvisioningError) {
        try checkRemovals()
        try checkReferences()
        leaveRemovedPools()
        renewEtagsOfLoadBalancers()
    }

    /// Refuses to remove what is in use.
    private func checkRemovals() throws(ProvisioningError) {
        let subnets = removedSubnets()
        let addresses = touched.filter {
            guard resources[$0] == nil else { return false }
            return $0.type.lowercased() == PublicIPAddress.type.lowercased()
        }
        guard !subnets.isEmpty || !addresses.isEmpty else { return }
        for managed in resources.values.sorted(by: { $0.id < $1.id }) {
            for (referrer, target) in managed.references {
                if addresses.contains(target) {
                    throw ProvisioningError(
                        .conflict,
                        "PublicIPAddressCannotBeDeleted",
                        """
                        Public IP address \(target) can not be deleted since it is still \
                        allocated to resource \(referrer). Remove it there first.
                        """,
                        target: target.description
                    )
                }
                if subnets.contains(target) {
                    throw ProvisioningError(
                        .conflict,
                        "InUseSubnetCannotBeDeleted",
                        """
                        Subnet \(target.name) is in use by \(referrer) and cannot be deleted. \
                        Delete everything in the subnet first.
                        """,
                        target: target.description
                    )
                }
            }
        }
    }

    private func removedSubnets() -> Set<ResourceID> {
        var removed: Set<ResourceID> = []
        for id in touched {
            guard case .virtualNetwork(let before)? = original[id]?.resource else { continue }
            var left: Set<ResourceID> = []
            if case .virtualNetwork(let now)? = resources[id]?.resource {
                left = Set(now.subnets.map { now.id(of: $0) })
            }
            removed.formUnion(Set(before.subnets.map { before.id(of: $0) }).subtracting(left))
        }
        return removed
    }

    /// Refuses references of touched resources to what does not exist; the validation itself looks
    /// at documents that may be incomplete, and lets some of them pass.
    private func checkReferences() throws(ProvisioningError) {
        let children = balancerChildren
        for id in touched.sorted() {
            guard let managed = resources[id] else { continue }
            for (referrer, target) in managed.references {
                let isThere =
                    switch target.type.split(separator: "/").count {
                    case 2: resources[target] != nil || !isKnown(target.type)
                    default:
                        target.type.lowercased().hasSuffix("/subnets")
                            ? subnet(target) != nil : children.contains(target)
                    }
                guard isThere else {
                    throw ProvisioningError(
                        .invalid,
                        "InvalidResourceReference",
                        """
                        Resource \(target) referenced by resource \(referrer) was not found. Please \
                        make sure that the referenced resource exists, and that both resources are \
                        in the same region.
                        """,
                        target: referrer.description
                    )
                }
            }
        }
    }

    private func isKnown(_ type: String) -> Bool {
        Resource.types.contains { $0.lowercased() == type.lowercased() }
    }

    /// The pools and inbound NAT rules that network interfaces can refer to.
    private var balancerChildren: Set<ResourceID> {
        var ids: Set<ResourceID> = []
        for balancer in loadBalancers {
            for pool in balancer.backendAddressPools { ids.insert(balancer.id(of: pool)) }
            for rule in balancer.inboundNatRules { ids.insert(balancer.id(of: rule)) }
        }
        return ids
    }

    /// Takes network interfaces out of pools and inbound NAT rules that are gone.
    private mutating func leaveRemovedPools() {
        guard touched.contains(where: { $0.type.lowercased() == LoadBalancer.type.lowercased() })
        else { return }
        let children = balancerChildren
        for interface in networkInterfaces where !touched.contains(interface.id) {
            var changed = interface
            for index in changed.ipConfigurations.indices {
                changed.ipConfigurations[index].loadBalancerBackendAddressPools
                    .removeAll { !children.contains($0.id) }
                changed.ipConfigurations[index].loadBalancerInboundNatRules
                    .removeAll { !children.contains($0.id) }
            }
            if changed != interface { replace(.networkInterface(changed)) }
        }
    }

    /// A load balancer shows who its members are, so a network interface that joins or leaves makes
    /// another version of it.
    private mutating func renewEtagsOfLoadBalancers() {
        var balancers: Set<ResourceID> = []
        for id in touched {
            for managed in [original[id], resources[id]] {
                guard case .networkInterface(let interface)? = managed?.resource else { continue }
                for configuration in interface.ipConfigurations {
                    let references =
                        configuration.loadBalancerBackendAddressPools
                        + configuration.loadBalancerInboundNatRules
                    balancers.formUnion(references.map(\.id.root))
                }
            }
        }
        for id in balancers where !touched.contains(id) {
            renew(id)
        }
    }
}

extension ManagedResource {
    /// What the resource and its children refer to in other resources, each with who refers to it.
    var references: [(referrer: ResourceID, target: ResourceID)] {
        switch resource {
        case .loadBalancer(let balancer): Self.references(of: balancer)
        case .networkInterface(let interface): references(of: interface)
        case .publicIPAddress, .virtualNetwork: []
        }
    }

    private static func references(
        of balancer: LoadBalancer
    ) -> [(referrer: ResourceID, target: ResourceID)] {
        var found: [(referrer: ResourceID, target: ResourceID)] = []
        for frontend in balancer.frontendIPConfigurations {
            let id = balancer.id(of: frontend)
            for reference in [frontend.subnet, frontend.publicIPAddress] {
                if let reference { found.append((id, reference.id)) }
            }
        }
        for pool in balancer.backendAddressPools {
            let id = balancer.id(of: pool)
            if let network = pool.virtualNetwork { found.append((id, network.id)) }
            for member in pool.loadBalancerBackendAddresses {
                let own = id.child(LoadBalancerBackendAddress.collection, member.name)
                for reference in [member.virtualNetwork, member.subnet] {
                    if let reference { found.append((own, reference.id)) }
                }
            }
        }
        return found
    }

    private func references(
        of interface: NetworkInterface
    ) -> [(referrer: ResourceID, target: ResourceID)] {
        var found: [(referrer: ResourceID, target: ResourceID)] = []
        let documents = document["properties"]?[NetworkInterfaceIPConfiguration.collection]
        for (index, configuration) in interface.ipConfigurations.enumerated() {
            let id = interface.id(of: configuration)
            if let subnet = configuration.subnet { found.append((id, subnet.id)) }
            for reference in configuration.loadBalancerBackendAddressPools
                + configuration.loadBalancerInboundNatRules
            {
                found.append((id, reference.id))
            }
            // Only kept: the address of an interface of its own takes no part in balancing.
            let elements = documents?.elements ?? []
            guard elements.indices.contains(index) else { continue }
            let address = elements[index]["properties"]?["publicIPAddress"]?.member("id")
            if let address = address?.stringValue.flatMap(ResourceID.init) {
                found.append((id, address))
            }
        }
        return found
    }
}
