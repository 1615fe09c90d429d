import Addresses
import Readiness
import Resources

extension Provisioner {
    /// The health of a rule's members, as Azure's per-rule health answers it.
    public func health(ofRule id: ResourceID) async throws(ProvisioningError) -> JSONValue {
        guard case .loadBalancer(let balancer)? = resources[id.root]?.resource,
            let rule = balancer.loadBalancingRules.first(where: { balancer.id(of: $0) == id })
        else { throw Self.notFound(id) }
        guard rule.probe != nil else {
            throw ProvisioningError(
                .invalid,
                "LoadBalancingRuleHasNoProbe",
                """
                Load balancing rule \(id) has no health probe, so the health of its members is not \
                known. Give it a probe.
                """,
                target: id.description
            )
        }
        let found = await carrier.memberHealth()
        let key = id.description.lowercased()
        let members = found.first { $0.key.lowercased() == key }?.value ?? []
        let configurations = addressOwners(of: rule)
        let addresses: [JSONValue] = members.map { member in
            .members([
                ("ipAddress", .string(member.address)),
                (
                    "networkInterfaceIPConfigurationId",
                    configurations[member.address].map(Presentation.reference)
                ),
                ("state", .string(member.isUp ? "Up" : "Down")),
                ("reason", .string(member.reason)),
                ("seen", member.seen.map(JSONValue.string)),
                ("floatingIPReadiness", member.readiness.map(Self.json)),
            ])
        }
        return .object([
            "up": .integer(members.count(where: \.isUp)),
            "down": .integer(members.count { !$0.isUp }),
            "loadBalancerBackendAddresses": .array(addresses),
        ])
    }

    /// What was found of a member, with what is to be done.
    private static func json(_ finding: ReadinessFinding) -> JSONValue {
        .members([
            ("state", .string(finding.state.rawValue)),
            ("evidence", .string(finding.evidence)),
            ("remedy", finding.remedy.map(JSONValue.string)),
            ("command", finding.command.map(JSONValue.string)),
            ("commandIsForMember", finding.command.map { _ in .bool(finding.isForMember) }),
        ])
    }

    /// The IP configurations of the members that joined by a network interface, by address.
    private func addressOwners(of rule: LoadBalancingRule) -> [String: ResourceID] {
        var owners: [String: ResourceID] = [:]
        for pool in rule.pools {
            for id in references.members[pool] ?? [] {
                guard case .networkInterface(let interface)? = resources[id.root]?.resource
                else { continue }
                let configuration = interface.ipConfigurations.first { interface.id(of: $0) == id }
                if let address = configuration?.privateIPAddress {
                    owners[address.description] = id
                }
            }
        }
        return owners
    }

    /// The frontend ports that inbound NAT rules for a whole pool give to one member.
    ///
    /// Members get the ports of the range in the order of the pool.
    ///
    /// - Parameters:
    ///   - address: the member's address, or
    ///   - configuration: the id of its IP configuration; all members when both are `nil`.
    public func natPortMappings(
        ofPool id: ResourceID,
        address: String?,
        configuration: ResourceID?
    ) throws(ProvisioningError) -> JSONValue {
        guard case .loadBalancer(let balancer)? = resources[id.root]?.resource,
            let pool = balancer.backendAddressPools.first(where: { balancer.id(of: $0) == id })
        else { throw Self.notFound(id) }
        let joined = references.members[id] ?? []
        let places = pool.loadBalancerBackendAddresses.indices.filter { index in
            let entry = pool.loadBalancerBackendAddresses[index]
            return entry.ipAddress != nil
                && (address == nil || entry.ipAddress?.description == address)
                && configuration == nil
        }
        let first = pool.loadBalancerBackendAddresses.count { $0.ipAddress != nil }
        let joinedPlaces = joined.indices.filter {
            address == nil && (configuration == nil || joined[$0] == configuration)
        }
        var mappings: [JSONValue] = []
        for rule in balancer.inboundNatRules where rule.backendAddressPool?.id == id {
            guard let start = rule.frontendPortRangeStart, let end = rule.frontendPortRangeEnd
            else { continue }
            for place in places + joinedPlaces.map({ $0 + first }) where start + place <= end {
                mappings.append(
                    .object([
                        "inboundNatRuleName": .string(rule.name),
                        "protocol": .string(rule.transport.rawValue),
                        "frontendPort": .integer(start + place),
                        "backendPort": .integer(rule.backendPort ?? start + place),
                    ])
                )
            }
        }
        return .object(["inboundNatRulePortMappings": .array(mappings)])
    }
}
