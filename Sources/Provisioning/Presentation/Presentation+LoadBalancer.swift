import Resources

/// Who refers to the children of one load balancer, from the referred side.
private struct BackReferences {
    var rules: [ResourceID: [ResourceID]] = [:]
    var natRules: [ResourceID: [ResourceID]] = [:]
    var natPools: [ResourceID: [ResourceID]] = [:]
    var outboundRules: [ResourceID: [ResourceID]] = [:]

    init(_ balancer: LoadBalancer) {
        for rule in balancer.loadBalancingRules {
            let id = balancer.id(of: rule)
            let targets =
                rule.pools + [rule.frontendIPConfiguration?.id, rule.probe?.id].compactMap(\.self)
            for target in targets { rules[target, default: []].append(id) }
        }
        for rule in balancer.inboundNatRules {
            let targets = [rule.frontendIPConfiguration?.id, rule.backendAddressPool?.id]
            for target in targets.compactMap(\.self) {
                natRules[target, default: []].append(balancer.id(of: rule))
            }
        }
        for pool in balancer.inboundNatPools {
            guard let target = pool.frontendIPConfiguration?.id else { continue }
            natPools[target, default: []].append(balancer.id(of: pool))
        }
        for rule in balancer.outboundRules {
            let targets =
                rule.frontendIPConfigurations.map(\.id)
                + [rule.backendAddressPool?.id].compactMap(\.self)
            for target in targets {
                outboundRules[target, default: []].append(balancer.id(of: rule))
            }
        }
    }
}

extension Presentation {
    /// Completes a load balancer and its seven collections, which are all there, if empty.
    func complete(
        _ balancer: LoadBalancer,
        _ answer: inout JSONValue,
        _ properties: inout JSONValue
    ) {
        answer["sku"] = Self.sku(balancer.sku)
        let back = BackReferences(balancer)
        properties[FrontendIPConfiguration.collection] = frontends(balancer, properties, back)
        properties[BackendAddressPool.collection] = pools(balancer, properties, back)
        properties[LoadBalancingRule.collection] = rules(balancer, properties)
        properties[Probe.collection] = probes(balancer, properties, back)
        properties[InboundNatRule.collection] = natRules(balancer, properties)
        properties[InboundNatPool.collection] = completed(
            properties[InboundNatPool.collection],
            balancer.inboundNatPools,
            defaults: Self.flowDefaults
        ) { _, _ in [Self.notCarriedOut] }
        properties[OutboundRule.collection] = completed(
            properties[OutboundRule.collection],
            balancer.outboundRules,
            defaults: [
                "allocatedOutboundPorts": .integer(0), "idleTimeoutInMinutes": .integer(4),
                "enableTcpReset": .bool(false),
            ]
        ) { _, _ in [Self.notCarriedOut] }
    }

    /// What says of a child that it is stored and shown, and that no packet follows it yet.
    private static let notCarriedOut: (String, JSONValue?) = ("isCarriedOut", .bool(false))

    private static let flowDefaults: [String: JSONValue] = [
        "enableFloatingIP": .bool(false), "enableTcpReset": .bool(false),
        "idleTimeoutInMinutes": .integer(4),
    ]

    private func frontends(
        _ balancer: LoadBalancer,
        _ properties: JSONValue,
        _ back: BackReferences
    ) -> JSONValue {
        completed(
            properties[FrontendIPConfiguration.collection],
            balancer.frontendIPConfigurations,
            defaults: [
                "privateIPAllocationMethod": .string(AllocationMethod.dynamic.rawValue),
                "privateIPAddressVersion": .string("IPv4"),
            ]
        ) { _, id in
            [
                (LoadBalancingRule.collection, Self.references(back.rules[id])),
                (InboundNatRule.collection, Self.references(back.natRules[id])),
                (InboundNatPool.collection, Self.references(back.natPools[id])),
                (OutboundRule.collection, Self.references(back.outboundRules[id])),
            ].filter { $0.1 != nil }
        }
    }

    private func pools(
        _ balancer: LoadBalancer,
        _ properties: JSONValue,
        _ back: BackReferences
    ) -> JSONValue {
        completed(properties[BackendAddressPool.collection], balancer.backendAddressPools) {
            pool,
            id in
            let joined = references.members[id] ?? []
            return [
                (
                    LoadBalancerBackendAddress.collection,
                    .array(members(of: pool, id, joined: joined))
                ),
                ("backendIPConfigurations", Self.references(joined)),
                (LoadBalancingRule.collection, Self.references(back.rules[id])),
                (InboundNatRule.collection, Self.references(back.natRules[id])),
                (OutboundRule.collection, Self.references(back.outboundRules[id])),
                ("outboundRule", back.outboundRules[id]?.first.map(Self.reference)),
            ].filter { $0.1 != nil }
        }
    }

    /// The members by address, and those that joined by their network interface.
    private func members(
        of pool: BackendAddressPool,
        _ id: ResourceID,
        joined: [ResourceID]
    ) -> [JSONValue] {
        var listed = Set<ResourceID>()
        var members: [JSONValue] = pool.loadBalancerBackendAddresses.compactMap { entry in
            if let configuration = entry.networkInterfaceIPConfiguration?.id, entry.ipAddress == nil
            {
                guard joined.contains(configuration) else { return nil }
                listed.insert(configuration)
            }
            return member(entry.json, name: entry.name, of: id)
        }
        for configuration in joined where !listed.contains(configuration) {
            let name = "\(configuration.parent?.name ?? "")-\(configuration.name)"
            let properties = JSONValue.object([
                "networkInterfaceIPConfiguration": Self.reference(configuration)
            ])
            let element = JSONValue.object(["properties": properties])
            members.append(member(element, name: name, of: id))
        }
        return members
    }

    private func member(_ element: JSONValue, name: String, of pool: ResourceID) -> JSONValue {
        var member = element
        member["id"] = .string(
            pool.child(LoadBalancerBackendAddress.collection, name).description
        )
        member["name"] = .string(name)
        member["type"] = .string(
            "\(LoadBalancer.type)/\(BackendAddressPool.collection)/\(LoadBalancerBackendAddress.collection)"
        )
        member["etag"] = .string(managed.etag)
        var properties = member["properties"] ?? .object([:])
        properties["provisioningState"] = .string(managed.provisioningState)
        member["properties"] = properties
        return member
    }

    private func rules(_ balancer: LoadBalancer, _ properties: JSONValue) -> JSONValue {
        completed(
            properties[LoadBalancingRule.collection],
            balancer.loadBalancingRules,
            defaults: Self.flowDefaults.merging(
                [
                    "loadDistribution": .string(LoadDistribution.default.rawValue),
                    "disableOutboundSnat": .bool(false),
                    "enableConnectionTracking": .bool(false),
                ]
            ) { $1 }
        ) { rule, _ in
            [
                ("backendPort", .integer(rule.effectiveBackendPort)),
                ("backendAddressPool", rule.pools.first.map(Self.reference)),
                ("backendAddressPools", .array(rule.pools.map(Self.reference))),
            ].filter { $0.1 != nil }
        }
    }

    private func probes(
        _ balancer: LoadBalancer,
        _ properties: JSONValue,
        _ back: BackReferences
    ) -> JSONValue {
        completed(
            properties[Probe.collection],
            balancer.probes,
            defaults: [
                "intervalInSeconds": .integer(ResolvedProbe.defaultIntervalInSeconds),
                "numberOfProbes": .integer(1), "probeThreshold": .integer(1),
                "noHealthyBackendsBehavior": .string(
                    NoHealthyBackendsBehavior.allProbedDown.rawValue
                ),
            ]
        ) { _, id in
            guard let rules = Self.references(back.rules[id]) else { return [] }
            return [(LoadBalancingRule.collection, rules)]
        }
    }

    private func natRules(_ balancer: LoadBalancer, _ properties: JSONValue) -> JSONValue {
        completed(
            properties[InboundNatRule.collection],
            balancer.inboundNatRules,
            defaults: Self.flowDefaults
        ) { rule, id in
            var additions = [Self.notCarriedOut]
            if let target = references.natTargets[id]?.first {
                additions.append(("backendIPConfiguration", Self.reference(target)))
            }
            if rule.backendAddressPool == nil, rule.frontendPort == nil {
                additions.append(("frontendPort", .integer(rule.frontendPortRangeStart ?? 0)))
            }
            return additions
        }
    }
}
