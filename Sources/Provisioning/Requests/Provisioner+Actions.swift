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
        try await commit(by: principal) { (draft) throws(ProvisioningError) in
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
            draft.leave(left)
            draft.replace(.loadBalancer(balancer))
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
                guard
                    case .loadBalancer(var balancer)? = draft.resources[frontend.root]?.resource,
                    let index = balancer.frontendIPConfigurations.firstIndex(where: {
                        balancer.id(of: $0) == frontend
                    })
                else { throw Self.notFound(frontend) }
                balancer.frontendIPConfigurations[index].publicIPAddress =
                    ResourceReference(id: address)
                draft.replace(.loadBalancer(balancer))
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
    fileprivate mutating func leave(_ pools: Set<ResourceID>) {
        for interface in networkInterfaces {
            var changed = interface
            for index in changed.ipConfigurations.indices {
                changed.ipConfigurations[index].loadBalancerBackendAddressPools
                    .removeAll { pools.contains($0.id) }
            }
            if changed != interface { replace(.networkInterface(changed)) }
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
