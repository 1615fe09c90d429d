import Addresses
import Resources

/// Makes ARM's answer of a resource: ids, version marks, defaults and back references filled in.
struct Presentation {
    /// The resource.
    let managed: ManagedResource
    /// Who refers to it.
    let references: CrossReferences

    /// The answer.
    var json: JSONValue {
        var answer = managed.document
        answer["id"] = .string(managed.id.description)
        answer["name"] = .string(managed.id.name)
        answer["type"] = .string(Self.spelled(managed.id.type))
        answer["etag"] = .string(managed.etag)
        var properties = answer["properties"] ?? .object([:])
        properties["provisioningState"] = .string(managed.provisioningState)
        properties["resourceGuid"] = .string(managed.guid)
        switch managed.resource {
        case .loadBalancer(let balancer): complete(balancer, &answer, &properties)
        case .publicIPAddress(let address): complete(address, &answer, &properties)
        case .virtualNetwork(let network): complete(network, &properties)
        case .networkInterface(let interface): complete(interface, &properties)
        }
        answer["properties"] = properties
        return answer
    }

    /// A type in Azure's spelling, whatever the case of the id that named it.
    static func spelled(_ type: String) -> String {
        Resource.types.first { $0.lowercased() == type.lowercased() } ?? type
    }

    /// Completes the children of a collection.
    ///
    /// - Parameters:
    ///   - elements: the children as they are stored.
    ///   - children: the same children, typed.
    ///   - additions: what is computed for a child, which goes before what is stored.
    func completed<Child: ChildResource>(
        _ elements: JSONValue?,
        _ children: [Child],
        defaults: [String: JSONValue] = [:],
        _ additions: (Child, ResourceID) -> [(String, JSONValue?)]
    ) -> JSONValue {
        let stored = elements?.elements ?? []
        let type = "\(Self.spelled(managed.id.type))/\(Child.collection)"
        let completed = zip(children, stored).map { child, element in
            let id = managed.id.child(Child.collection, child.name)
            var answer = element
            answer["id"] = .string(id.description)
            answer["name"] = .string(child.name)
            answer["type"] = .string(type)
            answer["etag"] = .string(managed.etag)
            var properties = defaults
            properties.merge(element["properties"]?.object ?? [:]) { $1 }
            properties["provisioningState"] = .string(managed.provisioningState)
            for (name, value) in additions(child, id) { properties[name] = value }
            answer["properties"] = .object(properties)
            return answer
        }
        return .array(completed)
    }

    /// References as Azure shows them; `nil` for none, which Azure leaves out.
    static func references(_ ids: [ResourceID]?) -> JSONValue? {
        guard let ids, !ids.isEmpty else { return nil }
        return .array(ids.map(reference))
    }

    /// One reference.
    static func reference(_ id: ResourceID) -> JSONValue {
        .object(["id": .string(id.description)])
    }

    private func complete(
        _ address: PublicIPAddress,
        _ answer: inout JSONValue,
        _ properties: inout JSONValue
    ) {
        answer["sku"] = Self.sku(address.sku)
        let defaults: [String: JSONValue] = [
            "publicIPAddressVersion": .string((address.ipAddress?.version ?? .ipv4).rawValue),
            "publicIPAllocationMethod": .string(AllocationMethod.static.rawValue),
            "idleTimeoutInMinutes": .integer(4), "ipTags": .array([]),
        ]
        properties.complete(defaults)
        if let user = references.publicAddressUser[address.id] {
            properties["ipConfiguration"] = Self.reference(user)
        }
    }

    /// A product level and reach, with Azure's defaults.
    static func sku(_ sku: SKU?) -> JSONValue {
        .object([
            "name": .string((sku?.name ?? .standard).rawValue),
            "tier": .string((sku?.tier ?? .regional).rawValue),
        ])
    }

    private func complete(_ network: VirtualNetwork, _ properties: inout JSONValue) {
        properties.complete([
            "addressSpace": .object(["addressPrefixes": .array([])]),
            "virtualNetworkPeerings": .array([]), "enableDdosProtection": .bool(false),
        ])
        properties[Subnet.collection] = completed(
            properties[Subnet.collection],
            network.subnets,
            defaults: [
                "delegations": .array([]),
                "privateEndpointNetworkPolicies": .string("Disabled"),
                "privateLinkServiceNetworkPolicies": .string("Enabled"),
            ]
        ) { _, id in
            [("ipConfigurations", Self.references(references.inSubnet[id]))]
        }
    }

    private func complete(_ interface: NetworkInterface, _ properties: inout JSONValue) {
        properties.complete([
            "enableAcceleratedNetworking": .bool(false), "enableIPForwarding": .bool(false),
            "hostedWorkloads": .array([]), "tapConfigurations": .array([]),
            "nicType": .string("Standard"),
            "dnsSettings": .object(["dnsServers": .array([]), "appliedDnsServers": .array([])]),
        ])
        let primary = interface.primaryName
        properties[NetworkInterfaceIPConfiguration.collection] = completed(
            properties[NetworkInterfaceIPConfiguration.collection],
            interface.ipConfigurations
        ) { configuration, _ in
            let method = configuration.privateIPAllocationMethod ?? .dynamic
            return [
                ("primary", .bool(configuration.name == primary)),
                ("privateIPAllocationMethod", .string(method.rawValue)),
                ("privateIPAddressVersion", .string(configuration.version.rawValue)),
            ]
        }
    }
}

extension JSONValue {
    /// Gives an object the members that it lacks.
    mutating func complete(_ defaults: [String: JSONValue]) {
        guard case .object(let members) = self else { return }
        self = .object(members.merging(defaults) { own, _ in own })
    }
}
