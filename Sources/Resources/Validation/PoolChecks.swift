import Addresses

extension ConfigurationValidator {
    /// Checks the backend pools of a load balancer and their members.
    mutating func checkPools(_ balancer: IndexedLoadBalancer) {
        for pool in balancer.resource.backendAddressPools {
            guard let indexed = balancer.pools[balancer.resource.id(of: pool)] else { continue }
            checkNames(pool.loadBalancerBackendAddresses, of: indexed.id, in: balancer.source)
            checkMixing(indexed, balancer)
            checkDuplicateConfigurations(indexed, balancer)
            checkDuplicateAddresses(indexed, balancer)
            for member in indexed.members { checkMember(member, of: indexed, balancer) }
            checkAdditions(pool, indexed.id, balancer)
        }
        checkVirtualNetworks(balancer)
    }

    /// Checks what Azure has no documented bounds for: weights and the drain period.
    private mutating func checkAdditions(
        _ pool: BackendAddressPool,
        _ id: ResourceID,
        _ balancer: IndexedLoadBalancer
    ) {
        let entries = pool.loadBalancerBackendAddresses
        for entry in entries {
            guard let weight = entry.weight, !(1...1000).contains(weight) else { continue }
            let message = """
                Member \(entry.name) of pool \(id) has weight \(weight); 1 to 1000 is allowed.
                """
            report(.invalidBackendAddress, id, in: balancer.source, message)
        }
        if let period = pool.drainPeriodInSeconds, !(0...86_400).contains(period) {
            let message = """
                Pool \(id) has drainPeriodInSeconds \(period); 0 to 86400 is allowed.
                """
            report(.invalidBackendAddress, id, in: balancer.source, message)
        }
    }

    private mutating func checkMixing(_ pool: IndexedPool, _ balancer: IndexedLoadBalancer) {
        guard pool.hasListedAddresses,
            let other = pool.members.first(where: { !$0.isByAddress && $0.ipConfiguration != nil })
        else { return }
        let message = """
            Load balancer backend address pool \(pool.id) has members by IP address and the IP \
            configuration \(other.id); the two kinds cannot be mixed in one pool.
            """
        report(
            .cannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool,
            pool.id,
            in: balancer.source,
            message
        )
    }

    private mutating func checkDuplicateConfigurations(
        _ pool: IndexedPool,
        _ balancer: IndexedLoadBalancer
    ) {
        let entries = pool.pool.loadBalancerBackendAddresses.filter { $0.ipAddress == nil }
        let listed = entries.compactMap { $0.networkInterfaceIPConfiguration?.id }
        let joined = (index.network.membersByPool[pool.id] ?? []).map(\.id)
        let printed = pool.pool.backendIPConfigurations.map(\.id)
        var reported: Set<ResourceID> = []
        for ids in [listed, joined, printed] {
            var seen: Set<ResourceID> = []
            for id in ids where !seen.insert(id).inserted && reported.insert(id).inserted {
                let message = """
                    Found duplicate ipConfiguration reference \(id) on backend pool addresses of \
                    \(pool.id).
                    """
                report(
                    .duplicateIpConfigurationReferenceOnBackendAddressPool,
                    pool.id,
                    in: balancer.source,
                    message
                )
            }
        }
    }

    private mutating func checkDuplicateAddresses(
        _ pool: IndexedPool,
        _ balancer: IndexedLoadBalancer
    ) {
        var first: [IPAddress: PoolMember] = [:]
        for member in pool.members {
            guard let address = member.address else { continue }
            guard let earlier = first.updateValue(member, forKey: address) else { continue }
            let message = """
                Backend address pool \(pool.id) has IP address \(address) twice, as \
                \(earlier.name) and \(member.name).
                """
            report(.duplicateIPAddressOnBackendAddressPool, member.id, in: balancer.source, message)
        }
    }

    private mutating func checkMember(
        _ member: PoolMember,
        of pool: IndexedPool,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let address = member.address else {
            return reportMissingAddress(of: member, in: pool, balancer)
        }
        if let subnet = member.subnet, member.isByAddress {
            checkSubnet(subnet, of: member.id, address: address, in: balancer.source)
        }
        guard let id = member.virtualNetwork, let known = index.network.virtualNetworks[id],
            !known.addressPrefixes.isEmpty,
            !known.addressPrefixes.contains(where: { $0.contains(address) })
        else { return }
        let space = known.addressPrefixes.map(\.description).joined(separator: ", ")
        let message = """
            IP address \(address) of backend address \(member.id) is not in the address space \
            \(space) of virtual network \(id).
            """
        report(.backendAddressNotInVirtualNetwork, member.id, in: balancer.source, message)
    }

    private mutating func reportMissingAddress(
        of member: PoolMember,
        in pool: IndexedPool,
        _ balancer: IndexedLoadBalancer
    ) {
        guard let configuration = member.ipConfiguration else {
            let message = """
                Backend address \(member.id) has neither an ipAddress nor a network interface's IP \
                configuration.
                """
            return report(.invalidBackendAddress, member.id, in: balancer.source, message)
        }
        guard index.network.ipConfigurations[configuration] != nil else {
            let message = Wording.danglingReference(to: configuration, from: pool.id)
            return report(.invalidResourceReference, pool.id, in: balancer.source, message)
        }
        let message = """
            IP configuration \(configuration), a member of backend address pool \(pool.id), has no \
            privateIPAddress: Apus does not choose addresses.
            """
        report(.invalidBackendAddress, member.id, in: balancer.source, message)
    }

    private mutating func checkVirtualNetworks(_ balancer: IndexedLoadBalancer) {
        let resource = balancer.resource
        let frontends = resource.frontendIPConfigurations.compactMap { $0.subnet?.id.parent }
        let members = balancer.pools.values.flatMap(\.members).compactMap(\.virtualNetwork)
        let networks = Set(frontends + members)
        guard networks.count > 1 else { return }
        let message = """
            Load balancer \(resource.id) has frontends and members in \(networks.count) virtual \
            networks: \(Wording.list(networks.sorted().map(\.description))).
            """
        report(
            .backendAddressesInDifferentVirtualNetworks,
            resource.id,
            in: balancer.source,
            message
        )
    }
}
