import Addresses
internal import CNetlink
import Glibc
import PacketFormats

extension NetworkInterface {
    /// Reads the netlink library's link object; `nil` when it has no name.
    init?(link: OpaquePointer) {
        guard let name = rtnl_link_get_name(link) else { return nil }
        let master = rtnl_link_get_master(link)
        self.init(
            index: UInt32(rtnl_link_get_ifindex(link)),
            name: String(cString: name),
            ethernetAddress: EthernetAddress(netlink: rtnl_link_get_addr(link)) ?? .unknown,
            isUp: rtnl_link_get_flags(link) & UInt32(IFF_UP) != 0,
            hasCarrier: rtnl_link_get_carrier(link) != 0,
            mtu: rtnl_link_get_mtu(link),
            master: master > 0 ? UInt32(master) : nil
        )
    }
}

extension InterfaceAddress {
    /// Reads the netlink library's address object; `nil` for a family other than IP.
    init?(address: OpaquePointer) {
        guard let local = IPAddress(netlink: rtnl_addr_get_local(address)) else { return nil }
        self.init(
            interface: UInt32(rtnl_addr_get_ifindex(address)),
            address: local,
            prefixLength: Int(rtnl_addr_get_prefixlen(address)),
            isDeprecated: rtnl_addr_get_flags(address) & UInt32(IFA_F_DEPRECATED) != 0
        )
    }
}

extension Neighbour {
    /// Reads the netlink library's neighbour object; `nil` for a family other than IP.
    init?(neighbour: OpaquePointer) {
        guard let address = IPAddress(netlink: rtnl_neigh_get_dst(neighbour)) else { return nil }
        self.init(
            interface: UInt32(rtnl_neigh_get_ifindex(neighbour)),
            address: address,
            ethernetAddress: EthernetAddress(netlink: rtnl_neigh_get_lladdr(neighbour)),
            state: State(rawValue: UInt16(truncatingIfNeeded: rtnl_neigh_get_state(neighbour)))
        )
    }
}

extension Route {
    /// Reads the netlink library's route object: one value for each next hop.
    ///
    /// `nil` when the route is not a unicast route of the main table.
    static func each(of route: OpaquePointer) -> [Route]? {
        guard rtnl_route_get_type(route) == RTN_UNICAST,
            rtnl_route_get_table(route) == UInt32(RT_TABLE_MAIN.rawValue),
            let destination = IPPrefix(netlinkDestinationOf: route)
        else { return nil }
        return (0..<rtnl_route_get_nnexthops(route)).compactMap { index in
            guard let hop = rtnl_route_nexthop_n(route, index) else { return nil }
            let gateway = rtnl_route_nh_get_gateway(hop) ?? rtnl_route_nh_get_via(hop)
            return Route(
                destination: destination,
                gateway: IPAddress(netlink: gateway),
                interface: UInt32(rtnl_route_nh_get_ifindex(hop)),
                metric: rtnl_route_get_priority(route),
                preferredSource: IPAddress(netlink: rtnl_route_get_pref_src(route))
            )
        }
    }
}

extension IPPrefix {
    /// The destination of a route, whose address the kernel leaves out for a default route.
    fileprivate init?(netlinkDestinationOf route: OpaquePointer) {
        let destination = rtnl_route_get_dst(route)
        if let address = IPAddress(netlink: destination) {
            self.init(address: address, length: Int(nl_addr_get_prefixlen(destination)))
            return
        }
        switch Int32(rtnl_route_get_family(route)) {
        case AF_INET: self.init("0.0.0.0/0")
        case AF_INET6: self.init("::/0")
        default: return nil
        }
    }
}

extension EthernetAddress {
    /// Reads the netlink library's address object; `nil` unless it holds six bytes.
    fileprivate init?(netlink address: OpaquePointer?) {
        guard let bytes = binaryBytes(of: address) else { return nil }
        self.init(bytes: bytes)
    }
}

extension IPAddress {
    /// Reads the netlink library's address object; `nil` for a family other than IP.
    fileprivate init?(netlink address: OpaquePointer?) {
        guard let bytes = binaryBytes(of: address) else { return nil }
        let family = nl_addr_get_family(address)
        guard family == AF_INET || family == AF_INET6 else { return nil }
        self.init(bytes: bytes)
    }
}

private func binaryBytes(of address: OpaquePointer?) -> UnsafeRawBufferPointer? {
    guard let address, let start = nl_addr_get_binary_addr(address) else { return nil }
    return UnsafeRawBufferPointer(start: start, count: Int(nl_addr_get_len(address)))
}
