public import Addresses
internal import CNetlink
import Glibc
public import PacketFormats
import Synchronization

extension NetlinkSession {
    /// Makes the kernel resolve an address on an interface, as if it had a packet to send there.
    ///
    /// The kernel sends the ARP requests or neighbour solicitations and keeps the entry; nothing
    /// waits for the answer, which a `NetworkMonitor` reports. A permanent entry is left alone.
    /// Source: `NTF_USE` in `net/core/neighbour.c`.
    public func resolve(_ address: IPAddress, on interface: UInt32) throws(LinuxError) {
        let entries = try neighbours()
        let entry = entries.first { $0.interface == interface && $0.address == address }
        // A request to use a permanent entry would make it one that expires.
        if let entry, entry.state.contains(.permanent) { return }
        let family = address.version == .ipv4 ? AF_INET : AF_INET6
        let what = "\(address) on interface \(interface)"
        try request("resolve", what) { message in
            rtnl_neigh_set_ifindex(message, Int32(bitPattern: interface))
            rtnl_neigh_set_family(message, family)
            // Without a state the entry counts as an ordinary one, which may expire.
            rtnl_neigh_set_state(message, 0)
            rtnl_neigh_set_flags(message, UInt32(NTF_USE))
            guard let destination = nl_addr_build(family, address.bytes, address.bytes.count)
            else { return -NLE_NOMEM }
            defer { nl_addr_put(destination) }
            return rtnl_neigh_set_dst(message, destination)
        } send: { socket, message in
            rtnl_neigh_add(socket, message, NLM_F_CREATE)
        }
    }

    /// Lets an interface receive frames for one more unicast Ethernet address.
    ///
    /// The address enters the device's unicast filter and stays until it is removed, also when this
    /// process ends; adding it again changes nothing. The same as `bridge fdb add ADDRESS dev NAME
    /// self permanent`.
    public func addReceiveAddress(
        _ address: EthernetAddress,
        interface: UInt32
    ) throws(LinuxError) {
        let what = "receive address \(address) to interface \(interface)"
        try filterRequest("add", what, address, interface) { socket, message in
            rtnl_neigh_add(socket, message, NLM_F_CREATE)
        }
    }

    /// Takes an address out of the device's unicast filter; nothing happens if it is not there.
    public func removeReceiveAddress(
        _ address: EthernetAddress,
        interface: UInt32
    ) throws(LinuxError) {
        let what = "receive address \(address) from interface \(interface)"
        do {
            try filterRequest("remove", what, address, interface) { socket, message in
                rtnl_neigh_delete(socket, message, 0)
            }
        } catch {
            if error.reason != .netlink(NLE_OBJ_NOTFOUND) { throw error }
        }
    }

    /// Lets an interface receive frames for a group address, such as an IPv6 solicited-node group.
    ///
    /// It stays until `leaveMulticast`, also when this process ends; joining again changes nothing.
    public func joinMulticast(
        _ group: EthernetAddress,
        interface: String
    ) throws(LinuxError) {
        try changeMulticast("join", group, interface, UInt(SIOCADDMULTI))
    }

    /// Takes a group address out of the interface's filter; nothing happens if it is not there.
    public func leaveMulticast(
        _ group: EthernetAddress,
        interface: String
    ) throws(LinuxError) {
        do {
            try changeMulticast("leave", group, interface, UInt(SIOCDELMULTI))
        } catch {
            if error.reason != .system(ENOENT) { throw error }
        }
    }

    private func changeMulticast(
        _ verb: String,
        _ group: EthernetAddress,
        _ interface: String,
        _ code: UInt
    ) throws(LinuxError) {
        let object = "multicast group \(group) on \(interface)"
        guard group.isGroup else {
            throw LinuxError(verb, object, .unusable("it is not a group address"))
        }
        guard interface.utf8.count < Int(IF_NAMESIZE) else {
            throw LinuxError(verb, object, .system(ENODEV))
        }
        guard apus_change_multicast(control.number, code, interface, group.bytes) == 0 else {
            throw .last(verb, object)
        }
    }

    /// A change of an interface's own address filter, which the kernel keeps with bridge entries.
    private func filterRequest(
        _ verb: String,
        _ object: String,
        _ address: EthernetAddress,
        _ interface: UInt32,
        send: (OpaquePointer, OpaquePointer) -> Int32
    ) throws(LinuxError) {
        guard !address.isGroup, address != .unknown else {
            throw LinuxError(verb, object, .unusable("it is not the address of one station"))
        }
        try request(verb, object) { message in
            rtnl_neigh_set_ifindex(message, Int32(bitPattern: interface))
            rtnl_neigh_set_family(message, AF_BRIDGE)
            rtnl_neigh_set_state(message, NUD_PERMANENT)
            rtnl_neigh_set_flags(message, UInt32(NTF_SELF))
            guard let target = nl_addr_build(AF_LLC, address.bytes, 6) else { return -NLE_NOMEM }
            defer { nl_addr_put(target) }
            rtnl_neigh_set_lladdr(message, target)
            return 0
        } send: { socket, message in
            send(socket, message)
        }
    }

    private func request(
        _ verb: String,
        _ object: String,
        build: (OpaquePointer) -> Int32,
        send: (OpaquePointer, OpaquePointer) -> Int32
    ) throws(LinuxError) {
        try socket.withLock { socket throws(LinuxError) in
            guard let message = rtnl_neigh_alloc() else {
                throw LinuxError(verb, object, .system(ENOMEM))
            }
            defer { rtnl_neigh_put(message) }
            try check(build(message)) { LinuxError(verb, object, $0) }
            try check(send(socket.pointer, message)) { LinuxError(verb, object, $0) }
        }
    }
}
