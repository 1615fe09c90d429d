import Addresses
import Resources

extension Provisioner {
    /// Turns pools of network interfaces into pools of their addresses.
    ///
    /// - Parameters:
    ///   - names: the pools; empty for all of them.
    /// - Returns: the names of the pools that were turned.
    public func migrateToAddresses(
        _ id: ResourceID,
        pools names: [String],
        by principal: String
    ) async throws(ProvisioningError) -> [String] {
        let location = settings.location
        return try await commit(by: principal) { (draft) throws(ProvisioningError) in
            guard case .loadBalancer(var balancer)? = draft.resources[id]?.resource else {
                throw Self.notFound(id)
            }
            let wanted = Set(names.map { $0.lowercased() })
            var migrated: [String] = []
            var left: Set<ResourceID> = []
            for index in balancer.backendAddressPools.indices {
                let pool = balancer.backendAddressPools[index]
                guard wanted.isEmpty || wanted.contains(pool.name.lowercased()) else { continue }
                let members = draft.members(of: balancer.id(of: pool))
                guard !members.isEmpty else { continue }
                balancer.backendAddressPools[index].loadBalancerBackendAddresses = try members.map {
                    (member) throws(ProvisioningError) in
                    try LoadBalancerBackendAddress(member: member)
                }
                migrated.append(pool.name)
                left.insert(balancer.id(of: pool))
            }
            try draft.leave(left, location: location)
            let kept = draft.resources[id]?.document ?? .object([:])
            var document = balancer.json
            if let members = KeptMembers.byType[LoadBalancer.type.lowercased()] {
                document = members.merge(kept, into: document)
            }
            try draft.replace(id, document: document)
            return migrated
        }.value
    }

    /// Gives frontends other public IP addresses, all at once, so that two can exchange theirs.
    public func setPublicAddresses(
        _ wanted: [(frontend: ResourceID, address: ResourceID)],
        by principal: String
    ) async throws(ProvisioningError) {
        _ = try await commit(by: principal) { (draft) throws(ProvisioningError) in
            for (frontend, address) in wanted {
                guard let known = draft.resources[frontend.root],
                    case .loadBalancer(let balancer) = known.resource,
                    let index = balancer.frontendIPConfigurations.firstIndex(where: {
                        balancer.id(of: $0) == frontend
                    })
                else { throw Self.notFound(frontend) }
                var document = known.document
                var properties = document["properties"] ?? .object([:])
                let collection = FrontendIPConfiguration.collection
                var frontends = properties[collection]?.elements ?? []
                var own = frontends[index]["properties"] ?? .object([:])
                own["publicIPAddress"] = .object(["id": .string(address.description)])
                frontends[index]["properties"] = own
                properties[collection] = .array(frontends)
                document["properties"] = properties
                try draft.replace(frontend.root, document: document)
            }
        }
    }
}

extension Draft {
    /// The IP configurations that joined a pool, each with its network interface's name.
    fileprivate func members(
        of pool: ResourceID
    ) -> [(interface: String, configuration: NetworkInterfaceIPConfiguration)] {
        networkInterfaces.sorted { $0.id < $1.id }.flatMap { interface in
            interface.ipConfigurations.filter { configuration in
                configuration.loadBalancerBackendAddressPools.contains { $0.id == pool }
            }.map { (interface.name, $0) }
        }
    }

    /// Takes all network interfaces out of pools.
    fileprivate mutating func leave(
        _ pools: Set<ResourceID>,
        location: String
    ) throws(ProvisioningError) {
        for interface in networkInterfaces {
            var changed = interface
            for index in changed.ipConfigurations.indices {
                changed.ipConfigurations[index].loadBalancerBackendAddressPools
                    .removeAll { pools.contains($0.id) }
            }
            guard changed != interface, let known = resources[interface.id] else { continue }
            var document = changed.json
            if let kept = KeptMembers.byType[NetworkInterface.type.lowercased()] {
                document = kept.merge(known.document, into: document)
            }
            try replace(interface.id, document: document)
        }
    }
}

extension LoadBalancerBackendAddress {
    /// The member by address that a member by network interface becomes.
    fileprivate init(
        member: (interface: String, configuration: NetworkInterfaceIPConfiguration)
    ) throws(ProvisioningError) {
        let configuration = member.configuration
        guard let address = configuration.privateIPAddress else {
            throw ProvisioningError(
                .invalid,
                "InvalidBackendAddress",
                "IP configuration \(configuration.name) of \(member.interface) has no address."
            )
        }
        var properties: [String: JSONValue] = ["ipAddress": .string(address.description)]
        if let network = configuration.subnet?.id.parent {
            properties["virtualNetwork"] = .object(["id": .string(network.description)])
        }
        let value = JSONValue.object([
            "name": .string("\(member.interface)-\(configuration.name)"),
            "properties": .object(properties),
        ])
        do throws(ResourceDocumentError) {
            self = try LoadBalancerBackendAddress(reading: JSONObjectReader(value, at: .root))
        } catch {
            throw ProvisioningError(.invalid, "InvalidBackendAddress", error.description)
        }
    }
}
