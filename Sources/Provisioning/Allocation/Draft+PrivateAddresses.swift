import Addresses
import Resources

/// A part of a resource that has a private address.
private protocol PrivatelyAddressed {
    var name: String { get }
    var privateIPAddress: IPAddress? { get }
    var privateIPAllocationMethod: AllocationMethod? { get }
    var privateIPAddressVersion: IPVersion? { get }
    var subnet: ResourceReference? { get }
}

extension FrontendIPConfiguration: PrivatelyAddressed {}
extension NetworkInterfaceIPConfiguration: PrivatelyAddressed {}

extension Draft {
    /// Gives the frontends of a load balancer their private addresses.
    mutating func allocate(
        _ balancer: LoadBalancer,
        _ managed: ManagedResource,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        var before: [FrontendIPConfiguration] = []
        if case .loadBalancer(let earlier)? = original[balancer.id]?.resource {
            before = earlier.frontendIPConfigurations
        }
        try allocate(
            FrontendIPConfiguration.collection,
            balancer.frontendIPConfigurations,
            before: before,
            of: managed,
            &picker
        )
    }

    /// Gives the IP configurations of a network interface their addresses.
    mutating func allocate(
        _ interface: NetworkInterface,
        _ managed: ManagedResource,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        var before: [NetworkInterfaceIPConfiguration] = []
        if case .networkInterface(let earlier)? = original[interface.id]?.resource {
            before = earlier.ipConfigurations
        }
        try allocate(
            NetworkInterfaceIPConfiguration.collection,
            interface.ipConfigurations,
            before: before,
            of: managed,
            &picker
        )
    }

    private mutating func allocate(
        _ collection: String,
        _ parts: [some PrivatelyAddressed],
        before: [some PrivatelyAddressed],
        of managed: ManagedResource,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        var chosen: [Int: IPAddress] = [:]
        for (index, part) in parts.enumerated() where part.privateIPAddress == nil {
            guard let reference = part.subnet else { continue }
            let id = managed.id.child(collection, part.name)
            guard part.privateIPAllocationMethod != .static else {
                throw ProvisioningError(
                    .invalid,
                    "PrivateIPAddressMissing",
                    """
                    \(id) has privateIPAllocationMethod Static and no privateIPAddress: write the \
                    address, or set Dynamic.
                    """,
                    target: id.description
                )
            }
            let earlier = before.first { $0.name.lowercased() == part.name.lowercased() }
            if let kept = earlier?.privateIPAddress, earlier?.subnet?.id == reference.id {
                chosen[index] = kept
                continue
            }
            let version = part.privateIPAddressVersion ?? .ipv4
            chosen[index] = try pick(version, in: reference.id, for: id, &picker)
        }
        guard !chosen.isEmpty else { return }
        try write(chosen, collection, of: managed)
    }

    private func pick(
        _ version: IPVersion,
        in id: ResourceID,
        for part: ResourceID,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) -> IPAddress {
        guard let subnet = subnet(id) else {
            throw ProvisioningError(
                .invalid,
                "InvalidResourceReference",
                """
                Resource \(id) referenced by resource \(part) was not found. Please make sure that \
                the referenced resource exists, and that both resources are in the same region.
                """,
                target: part.description
            )
        }
        for prefix in subnet.prefixes where prefix.address.version == version {
            if let free = picker.next(inSubnet: prefix) { return free }
        }
        let prefixes = subnet.prefixes.map(\.description).joined(separator: ", ")
        throw ProvisioningError(
            .conflict,
            "SubnetIsFull",
            """
            Subnet \(id) with address prefix \(prefixes) has no free \(version.rawValue) address \
            for \(part).
            """,
            target: part.description
        )
    }

    private mutating func write(
        _ chosen: [Int: IPAddress],
        _ collection: String,
        of managed: ManagedResource
    ) throws(ProvisioningError) {
        var document = managed.document
        var properties = document["properties"] ?? .object([:])
        var parts = properties[collection]?.elements ?? []
        for (index, address) in chosen where parts.indices.contains(index) {
            var own = parts[index]["properties"] ?? .object([:])
            own["privateIPAddress"] = .string(address.description)
            parts[index]["properties"] = own
        }
        properties[collection] = .array(parts)
        document["properties"] = properties
        try replace(managed.id, document: document)
    }
}
