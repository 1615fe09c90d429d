import Addresses

/// Brings together the three places where a pool's membership is written.
struct PoolMembership {
    let pool: BackendAddressPool
    let id: ResourceID
    /// The IP configurations that say of themselves that they are members.
    let joined: [IndexedIPConfiguration]
    let network: NetworkIndex

    /// All members, each IP configuration once.
    ///
    /// Azure fills in `backendIPConfigurations` also for pools that list addresses; there it
    /// repeats what the addresses say and is not read.
    var members: [PoolMember] {
        var members: [PoolMember] = []
        var seen: Set<ResourceID> = []
        for address in pool.loadBalancerBackendAddresses {
            let member = listed(address)
            if let configuration = member.ipConfiguration {
                let isNew = seen.insert(configuration).inserted
                guard isNew || member.isByAddress else { continue }
            }
            members.append(member)
        }
        let isByAddress = members.contains(where: \.isByAddress)
        let printed = isByAddress ? [] : pool.backendIPConfigurations.map(\.id)
        for configuration in printed + joined.map(\.id) where seen.insert(configuration).inserted {
            members.append(joined(configuration, listed: nil))
        }
        return members
    }

    private func listed(_ entry: LoadBalancerBackendAddress) -> PoolMember {
        let adminState = entry.adminState ?? AdminState.none
        let weight = entry.weight ?? 1
        let written = entry.networkInterfaceIPConfiguration?.id
        guard let address = entry.ipAddress else {
            if let written { return joined(written, listed: entry) }
            return PoolMember(
                name: entry.name,
                id: id.child(LoadBalancerBackendAddress.collection, entry.name),
                address: nil,
                ipConfiguration: nil,
                subnet: nil,
                virtualNetwork: nil,
                adminState: adminState,
                weight: weight,
                isByAddress: false
            )
        }
        let subnet = entry.subnet?.id
        let virtualNetwork = entry.virtualNetwork?.id ?? pool.virtualNetwork?.id ?? subnet?.parent
        let known =
            written.flatMap { network.ipConfigurations[$0] }
            ?? network.ipConfiguration(of: address, in: virtualNetwork)
        return PoolMember(
            name: entry.name,
            id: id.child(LoadBalancerBackendAddress.collection, entry.name),
            address: address,
            ipConfiguration: known?.id ?? written,
            subnet: subnet ?? known?.configuration.subnet?.id,
            virtualNetwork: virtualNetwork ?? known?.configuration.subnet?.id.parent,
            adminState: adminState,
            weight: weight,
            isByAddress: true
        )
    }

    private func joined(
        _ configuration: ResourceID,
        listed entry: LoadBalancerBackendAddress?
    ) -> PoolMember {
        let known = network.ipConfigurations[configuration]
        let subnet = known?.configuration.subnet?.id
        let interface = configuration.parent?.name ?? ""
        return PoolMember(
            name: entry?.name ?? "\(interface)/\(configuration.name)",
            id: configuration,
            address: known?.configuration.privateIPAddress,
            ipConfiguration: configuration,
            subnet: subnet,
            virtualNetwork: subnet?.parent,
            adminState: entry?.adminState ?? .none,
            weight: entry?.weight ?? 1,
            isByAddress: false
        )
    }
}
