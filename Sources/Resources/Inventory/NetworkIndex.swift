import Addresses

/// The addresses, subnets and IP configurations of an inventory by id.
struct NetworkIndex {
    private(set) var publicIPAddresses: [ResourceID: PublicIPAddress] = [:]
    private(set) var virtualNetworks: [ResourceID: VirtualNetwork] = [:]
    private(set) var subnets: [ResourceID: Subnet] = [:]
    private(set) var ipConfigurations: [ResourceID: IndexedIPConfiguration] = [:]
    /// The IP configurations that say of themselves that they are members, by pool.
    private(set) var membersByPool: [ResourceID: [IndexedIPConfiguration]] = [:]
    /// The IP configurations that say of themselves that they are targets, by inbound NAT rule.
    private(set) var targetsByNatRule: [ResourceID: [IndexedIPConfiguration]] = [:]
    private var configurationsByAddress: [IPAddress: [IndexedIPConfiguration]] = [:]

    init(_ inventory: ResourceInventory) {
        for entry in inventory.publicIPAddresses {
            publicIPAddresses[entry.resource.id] = entry.resource
        }
        for entry in inventory.virtualNetworks {
            virtualNetworks[entry.resource.id] = entry.resource
            for subnet in entry.resource.subnets {
                subnets[entry.resource.id(of: subnet)] = subnet
            }
        }
        for entry in inventory.networkInterfaces { add(entry) }
    }

    private mutating func add(_ entry: SourcedResource<NetworkInterface>) {
        for configuration in entry.resource.ipConfigurations {
            let indexed = IndexedIPConfiguration(
                id: entry.resource.id(of: configuration),
                configuration: configuration,
                networkInterface: entry.resource,
                source: entry.source
            )
            ipConfigurations[indexed.id] = indexed
            if let address = configuration.privateIPAddress {
                configurationsByAddress[address, default: []].append(indexed)
            }
            for pool in configuration.loadBalancerBackendAddressPools {
                membersByPool[pool.id, default: []].append(indexed)
            }
            for rule in configuration.loadBalancerInboundNatRules {
                targetsByNatRule[rule.id, default: []].append(indexed)
            }
        }
    }

    /// The IP configuration that has an address; in the given virtual network, when both tell
    /// theirs.
    func ipConfiguration(
        of address: IPAddress,
        in virtualNetwork: ResourceID?
    ) -> IndexedIPConfiguration? {
        configurationsByAddress[address]?.first { candidate in
            guard let virtualNetwork, let subnet = candidate.configuration.subnet else {
                return true
            }
            return subnet.id.parent == virtualNetwork
        }
    }
}
