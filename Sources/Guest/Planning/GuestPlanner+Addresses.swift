import Addresses
import Linux

extension GuestPlanner {
    /// The frontend's address on the loopback interface, with the right length.
    func loopbackAddress(_ address: IPAddress) -> InterfaceAddress? {
        state.network.addresses.first {
            $0.interface == state.loopbackIndex && $0.address == address
                && $0.prefixLength == address.version.bitWidth
        }
    }

    /// Whether the frontend's address is there, alone, and nowhere else.
    mutating func examineAddress(_ frontend: GuestFrontend) {
        let address = frontend.address
        let subject = "address \(address)/\(address.version.bitWidth) on lo"
        kept.formUnion(["address \(address) on lo", "lifetime of \(address)"])
        if let present = loopbackAddress(address) {
            if address.version == .ipv6, !present.isDeprecated {
                mend(
                    subject,
                    "it is preferred: the guest's own connections may have it as source",
                    .deprecate(address: address)
                )
            } else {
                items.append(GuestItem(subject, .ok, "assigned"))
            }
        } else {
            mend(
                subject,
                "the guest does not have the address and drops its packets",
                .addAddress(address: address)
            )
        }
        for other in state.network.addresses where other.address == address {
            warn(of: other, for: address)
        }
    }

    private mutating func warn(of other: InterfaceAddress, for address: IPAddress) {
        let prefix = "\(address)/\(other.prefixLength)"
        let name = state.name(of: other.interface)
        let command = "ip address del \(prefix) dev \(name)"
        if other.interface != state.loopbackIndex {
            let evidence = "the guest answers for the frontend on the segment and takes its traffic"
            items.append(
                GuestItem("\(prefix) on \(name)", .warning, evidence, command: command)
            )
        } else if other.prefixLength < address.version.bitWidth {
            let evidence =
                "its length makes the whole subnet local: neighbours in it are not reached"
            items.append(GuestItem("\(prefix) on lo", .warning, evidence, command: command))
        }
    }

    /// Whether connections that the guest makes would leave with the frontend as their source.
    mutating func examineSource(_ frontend: GuestFrontend) {
        let address = frontend.address
        for route in state.network.routes where route.preferredSource == address {
            let name = state.name(of: route.interface)
            let gateway = route.gateway.map { " via \($0)" } ?? ""
            items.append(
                GuestItem(
                    "source of connections to \(route.destination)",
                    .warning,
                    "the route by \(name) has the frontend \(address) as source: the answers go to "
                        + "the load balancer",
                    command: "ip route change \(route.destination)\(gateway) dev \(name)"
                )
            )
        }
        guard address.version == .ipv4 else { return }
        // IPv4 takes a source from another interface only where the one it leaves by has none.
        let bare = state.network.routes.filter { route in
            route.destination.address.version == .ipv4 && route.preferredSource == nil
                && route.interface != state.loopbackIndex
                && !state.network.addresses.contains {
                    $0.interface == route.interface && $0.address.version == .ipv4
                }
        }
        for interface in Set(bare.map(\.interface)).sorted() {
            items.append(
                GuestItem(
                    "source of connections by \(state.name(of: interface))",
                    .warning,
                    "the interface has no IPv4 address of its own: the kernel may choose \(address)"
                )
            )
        }
    }
}
