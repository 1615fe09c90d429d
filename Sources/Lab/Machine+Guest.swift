public import Addresses
import Linux

extension Machine {
    /// Configures the machine as a guest that owns a Floating IP frontend's address.
    ///
    /// The address goes onto the loopback interface alone, so that the guest accepts packets for it
    /// but never claims it on the segment: by its prefix length, and for IPv4 by answering and
    /// announcing in ARP only what the interface itself has. An IPv6 address is deprecated, so that
    /// it is not chosen as the source of new connections.
    public func addFloatingAddress(_ address: IPAddress) throws {
        switch address.version {
        case .ipv4:
            try setSysctl("net/ipv4/conf/all/arp_ignore", to: "1")
            try setSysctl("net/ipv4/conf/all/arp_announce", to: "2")
            try HostCommand.ip("-n \(namespace) addr add \(address)/32 dev lo", place: name)
        case .ipv6:
            try HostCommand.ip(
                "-n \(namespace) addr add \(address)/128 dev lo nodad preferred_lft 0",
                place: name
            )
        }
    }

    /// Takes a Floating IP frontend's address away from the machine.
    public func removeFloatingAddress(_ address: IPAddress) throws {
        let length = address.version.bitWidth
        try HostCommand.ip("-n \(namespace) addr del \(address)/\(length) dev lo", place: name)
    }

    /// Makes the machine a router between the segments that it is attached to.
    ///
    /// It neither redirects senders to a shorter way nor checks that a packet's source lies where
    /// the packet came from: an appliance sees both directions, but not always on the same path.
    public func forwardPackets() throws {
        try setSysctl("net/ipv4/ip_forward", to: "1")
        try setSysctl("net/ipv6/conf/all/forwarding", to: "1")
        let interfaces = try perform { try NetlinkSession().interfaces().map(\.name) }
        // The kernel combines `all` with the interface's own value, so both are set.
        for interface in ["all", "default"] + interfaces {
            try setSysctl("net/ipv4/conf/\(interface)/send_redirects", to: "0")
            try setSysctl("net/ipv4/conf/\(interface)/rp_filter", to: "0")
        }
    }
}
