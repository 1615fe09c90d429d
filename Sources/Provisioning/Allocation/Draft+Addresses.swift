import Addresses
import Resources

extension Draft {
    /// Gives addresses to the touched resources that want one and have none.
    ///
    /// - Parameters:
    ///   - settings: where public addresses come from.
    ///   - others: addresses that nobody may be given, because somebody else has them.
    mutating func allocateAddresses(
        _ settings: ProvisioningSettings,
        besides others: Set<IPAddress>
    ) throws(ProvisioningError) {
        var picker = AddressPicker(used: usedAddresses().union(others))
        for id in touched.sorted() {
            guard let managed = resources[id] else { continue }
            switch managed.resource {
            case .publicIPAddress(let address):
                try allocate(address, settings, &picker)
            case .loadBalancer(let balancer):
                try allocate(balancer, &picker)
            case .networkInterface(let interface):
                try allocate(interface, &picker)
            case .virtualNetwork: break
            }
        }
    }

    /// Every address that some resource has.
    private func usedAddresses() -> Set<IPAddress> {
        var used: Set<IPAddress> = []
        for managed in resources.values {
            switch managed.resource {
            case .publicIPAddress(let address): address.ipAddress.map { _ = used.insert($0) }
            case .loadBalancer(let balancer):
                used.formUnion(balancer.frontendIPConfigurations.compactMap(\.privateIPAddress))
                for pool in balancer.backendAddressPools {
                    used.formUnion(pool.loadBalancerBackendAddresses.compactMap(\.ipAddress))
                }
            case .networkInterface(let interface):
                used.formUnion(interface.ipConfigurations.compactMap(\.privateIPAddress))
            case .virtualNetwork: break
            }
        }
        return used
    }

    private mutating func allocate(
        _ address: PublicIPAddress,
        _ settings: ProvisioningSettings,
        _ picker: inout AddressPicker
    ) throws(ProvisioningError) {
        let version = address.publicIPAddressVersion ?? address.ipAddress?.version ?? .ipv4
        let ranges = settings.publicAddresses
        if let written = address.ipAddress {
            return try check(written, of: address.id, ranges)
        }
        if case .publicIPAddress(let before)? = original[address.id]?.resource,
            let kept = before.ipAddress, kept.version == version
        {
            return set(kept, on: address)
        }
        for range in ranges where range.address.version == version {
            if let free = picker.next(inRange: range) { return set(free, on: address) }
        }
        let shown = ranges.map(\.description).joined(separator: ", ")
        throw ProvisioningError(
            .conflict,
            "PublicIPAddressRangeExhausted",
            """
            No \(version.rawValue) address is free for public IP address \(address.id): the node \
            file's publicAddresses has \(shown.isEmpty ? "no range" : shown). Add a range there, or \
            write the address into properties.ipAddress.
            """,
            target: address.id.description
        )
    }

    private func check(
        _ written: IPAddress,
        of id: ResourceID,
        _ ranges: [IPPrefix]
    ) throws(ProvisioningError) {
        if !ranges.isEmpty, !ranges.contains(where: { $0.contains(written) }) {
            throw ProvisioningError(
                .invalid,
                "PublicIPAddressNotInRange",
                """
                IP address \(written) of \(id) is in none of the node file's publicAddresses, \
                \(ranges.map(\.description).joined(separator: ", ")).
                """,
                target: id.description
            )
        }
        for other in resources.values where other.id != id {
            guard case .publicIPAddress(let resource) = other.resource,
                resource.ipAddress == written
            else { continue }
            throw ProvisioningError(
                .conflict,
                "PublicIPAddressInUse",
                "IP address \(written) of \(id) already belongs to \(other.id).",
                target: id.description
            )
        }
    }

    private mutating func set(_ chosen: IPAddress, on address: PublicIPAddress) {
        var changed = address
        changed.ipAddress = chosen
        replace(.publicIPAddress(changed))
    }
}
