import Resources

/// Who refers to whom, from the referred side: what Azure fills in and no client writes.
struct CrossReferences {
    /// The IP configurations of network interfaces in each pool, in the order of their ids.
    private(set) var members: [ResourceID: [ResourceID]] = [:]
    /// The IP configurations that each inbound NAT rule leads to.
    private(set) var natTargets: [ResourceID: [ResourceID]] = [:]
    /// The IP configurations and frontends in each subnet.
    private(set) var inSubnet: [ResourceID: [ResourceID]] = [:]
    /// The frontend or IP configuration that has each public IP address.
    private(set) var publicAddressUser: [ResourceID: ResourceID] = [:]

    init(_ resources: some Sequence<Resource>) {
        for resource in resources.sorted(by: { $0.id < $1.id }) {
            switch resource {
            case .loadBalancer(let balancer): add(balancer)
            case .networkInterface(let interface): add(interface)
            case .publicIPAddress, .virtualNetwork: break
            }
        }
    }

    private mutating func add(_ balancer: LoadBalancer) {
        for frontend in balancer.frontendIPConfigurations {
            let id = balancer.id(of: frontend)
            if let subnet = frontend.subnet { inSubnet[subnet.id, default: []].append(id) }
            if let address = frontend.publicIPAddress { publicAddressUser[address.id] = id }
        }
    }

    private mutating func add(_ interface: NetworkInterface) {
        for configuration in interface.ipConfigurations {
            let id = interface.id(of: configuration)
            if let subnet = configuration.subnet { inSubnet[subnet.id, default: []].append(id) }
            for pool in configuration.loadBalancerBackendAddressPools {
                members[pool.id, default: []].append(id)
            }
            for rule in configuration.loadBalancerInboundNatRules {
                natTargets[rule.id, default: []].append(id)
            }
        }
    }
}
