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
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        var changed = balancer
        var before: [FrontendIPConfiguration] = []
        if case .loadBalancer(let earlier)? = original[balancer.id]?.resource {
            before = earlier.frontendIPConfigurations
        }
        for (index, frontend) in balancer.frontendIPConfigurations.enumerated() {
            let id = balancer.id(of: frontend)
            guard let chosen = try choose(frontend, id, before: before, &picker) else { continue }
            changed.frontendIPConfigurations[index].privateIPAddress = chosen
        }
        if changed != balancer { replace(.loadBalancer(changed)) }
    }

    /// Gives the IP configurations of a network interface their addresses.
    mutating func allocate(
        _ interface: NetworkInterface,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        var changed = interface
        var before: [NetworkInterfaceIPConfiguration] = []
        if case .networkInterface(let earlier)? = original[interface.id]?.resource {
            before = earlier.ipConfigurations
        }
        for (index, configuration) in interface.ipConfigurations.enumerated() {
            let id = interface.id(of: configuration)
            guard let chosen = try choose(configuration, id, before: before, &picker) else {
                continue
            }
            changed.ipConfigurations[index].privateIPAddress = chosen
        }
        if changed != interface { replace(.networkInterface(changed)) }
    }

    /// The address for a part that wants one and has none: the one that it had, or a free one.
    private func choose<Part: PrivatelyAddressed>(
        _ part: Part,
        _ id: ResourceID,
        before: [Part],
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) -> IPAddress? {
        guard part.privateIPAddress == nil, let reference = part.subnet else { return nil }
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
            return kept
        }
        return try pick(part.privateIPAddressVersion ?? .ipv4, in: reference.id, for: id, &picker)
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
}
