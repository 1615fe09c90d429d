import Resources

/// Members of Azure's model that Apus keeps and shows as they were sent, and does not act on.
///
/// Without them a client that writes such a member would find it gone, and write it again for ever.
struct KeptMembers: Sendable {
    /// Members beside `properties`.
    var top: [String] = []
    /// Members of `properties`.
    var properties: [String] = []
    /// The same for the children of a collection.
    var children: [String: KeptMembers] = [:]

    /// What is kept of a type, by its name in lower case.
    static let byType: [String: KeptMembers] = [
        LoadBalancer.type.lowercased(): KeptMembers(
            top: ["extendedLocation"],
            children: [
                BackendAddressPool.collection: KeptMembers(
                    properties: ["location", "syncMode", "tunnelInterfaces"]
                )
            ]
        ),
        PublicIPAddress.type.lowercased(): KeptMembers(
            top: ["extendedLocation", "zones"],
            properties: [
                "ddosSettings", "deleteOption", "dnsSettings", "ipTags", "publicIPPrefix",
            ]
        ),
        VirtualNetwork.type.lowercased(): KeptMembers(
            top: ["extendedLocation"],
            properties: [
                "bgpCommunities", "ddosProtectionPlan", "dhcpOptions", "enableDdosProtection",
                "enableVmProtection", "encryption", "flowTimeoutInMinutes",
                "privateEndpointVNetPolicies",
            ],
            children: [
                Subnet.collection: KeptMembers(
                    properties: [
                        "defaultOutboundAccess", "delegations", "networkSecurityGroup",
                        "privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies",
                        "routeTable", "serviceEndpointPolicies", "serviceEndpoints",
                    ]
                )
            ]
        ),
        NetworkInterface.type.lowercased(): KeptMembers(
            top: ["extendedLocation"],
            properties: [
                "auxiliaryMode", "auxiliarySku", "disableTcpStateTracking", "dnsSettings",
                "enableAcceleratedNetworking", "enableIPForwarding", "networkSecurityGroup",
                "nicType", "workloadType",
            ],
            children: [
                NetworkInterfaceIPConfiguration.collection: KeptMembers(
                    properties: [
                        "applicationSecurityGroups", "publicIPAddress",
                    ]
                )
            ]
        ),
    ]

    /// The REST form of a resource, with what is kept of a body.
    static func document(of resource: Resource, keeping body: JSONValue) -> JSONValue {
        let kept = byType[resource.id.type.lowercased()] ?? KeptMembers()
        return kept.merge(body, into: resource.json)
    }

    /// Puts what is kept of a body into the REST form of what was read of it.
    private func merge(_ body: JSONValue, into document: JSONValue) -> JSONValue {
        var merged = document
        for name in top {
            if let value = body.member(name) { merged[name] = value }
        }
        let sent = body.member("properties")
        var properties = merged["properties"] ?? .object([:])
        for name in self.properties {
            if let value = sent?.member(name) ?? body.member(name) { properties[name] = value }
        }
        for (collection, kept) in children {
            let bodies = (sent?.member(collection) ?? body.member(collection))?.elements ?? []
            // Read one by one and in order, so the two arrays correspond.
            let documents = properties[collection]?.elements ?? []
            guard !documents.isEmpty, bodies.count == documents.count else { continue }
            properties[collection] = .array(
                zip(bodies, documents).map { kept.merge($0, into: $1) }
            )
        }
        if properties != .object([:]) { merged["properties"] = properties }
        return merged
    }
}
