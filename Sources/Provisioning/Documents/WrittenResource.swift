import Resources

/// What a client wrote, without what the server computes.
struct WrittenResource {
    /// The resource.
    var resource: Resource
    /// The resource as JSON, with what is only kept.
    var document: JSONValue

    /// Reads the body of a request; clients send back whole answers, so computed members are normal.
    init(id: ResourceID, body: JSONValue, location: String) throws(ProvisioningError) {
        do throws(ResourceDocumentError) {
            resource = try Resource(id: id, body: body).withoutComputed(location: location)
        } catch {
            throw ProvisioningError(
                .invalid,
                "InvalidRequestFormat",
                "Cannot parse the request.",
                target: id.description,
                details: [
                    ProvisioningError.Detail(
                        code: "InvalidJson",
                        message: error.problem,
                        target: error.path.description
                    )
                ]
            )
        }
        document = KeptMembers.document(of: resource, keeping: body)
        try checkNames()
    }

    private func checkNames() throws(ProvisioningError) {
        try ResourceName.check(resource.id.name, target: resource.id.description)
        for (collection, names) in resource.childNames {
            for name in names {
                try ResourceName.check(name, target: "\(resource.id)/\(collection)/\(name)")
            }
        }
    }
}

extension Resource {
    /// The names of the children by collection.
    var childNames: [(String, [String])] {
        switch self {
        case .loadBalancer(let balancer):
            [
                (FrontendIPConfiguration.collection, balancer.frontendIPConfigurations.map(\.name)),
                (BackendAddressPool.collection, balancer.backendAddressPools.map(\.name)),
                (LoadBalancingRule.collection, balancer.loadBalancingRules.map(\.name)),
                (Probe.collection, balancer.probes.map(\.name)),
                (InboundNatRule.collection, balancer.inboundNatRules.map(\.name)),
                (InboundNatPool.collection, balancer.inboundNatPools.map(\.name)),
                (OutboundRule.collection, balancer.outboundRules.map(\.name)),
            ]
        case .virtualNetwork(let network): [(Subnet.collection, network.subnets.map(\.name))]
        case .networkInterface(let interface):
            [
                (
                    NetworkInterfaceIPConfiguration.collection,
                    interface.ipConfigurations.map(\.name)
                )
            ]
        case .publicIPAddress: []
        }
    }

    /// The resource without what the server computes, and in a region.
    func withoutComputed(location: String) -> Resource {
        switch self {
        case .loadBalancer(var balancer):
            balancer.etag = nil
            balancer.location = balancer.location ?? location
            for index in balancer.backendAddressPools.indices {
                balancer.backendAddressPools[index].removeComputed()
            }
            for index in balancer.inboundNatRules.indices {
                balancer.inboundNatRules[index].backendIPConfiguration = nil
            }
            return .loadBalancer(balancer)
        case .publicIPAddress(var address):
            address.etag = nil
            address.location = address.location ?? location
            return .publicIPAddress(address)
        case .virtualNetwork(var network):
            network.etag = nil
            network.location = network.location ?? location
            return .virtualNetwork(network)
        case .networkInterface(var interface):
            interface.etag = nil
            interface.location = interface.location ?? location
            return .networkInterface(interface)
        }
    }
}

extension BackendAddressPool {
    /// Membership by network interface is written on the interface; an entry here only carries what
    /// the operator says of such a member.
    fileprivate mutating func removeComputed() {
        backendIPConfigurations = []
        loadBalancerBackendAddresses.removeAll { entry in
            entry.networkInterfaceIPConfiguration != nil && entry.ipAddress == nil
                && (entry.adminState ?? AdminState.none) == .none && entry.weight == nil
        }
    }
}
