public import Addresses
internal import CNetlink
import Glibc
import Synchronization

extension NetlinkSession {
    /// Assigns an address to an interface; nothing happens when the interface has it.
    ///
    /// It never expires. IPv6 duplicate detection is skipped, so that the address is usable at once.
    /// A deprecated one (preferred lifetime 0, RFC 4862 section 5.5.4) serves who asks for it but is
    /// not chosen as the source of new connections; IPv4 knows no such thing, and ignores it.
    public func addAddress(
        _ prefix: IPPrefix,
        interface: UInt32,
        isDeprecated: Bool = false
    ) throws(LinuxError) {
        try change("add", prefix, interface, isDeprecated) { socket, message in
            rtnl_addr_add(socket, message, NLM_F_CREATE | NLM_F_EXCL)
        } except: {
            $0 == .netlink(NLE_EXIST)
        }
    }

    /// Changes whether an address that the interface has is deprecated.
    public func setDeprecated(
        _ isDeprecated: Bool,
        _ prefix: IPPrefix,
        interface: UInt32
    ) throws(LinuxError) {
        let verb = isDeprecated ? "deprecate" : "prefer"
        try change(verb, prefix, interface, isDeprecated) { socket, message in
            rtnl_addr_add(socket, message, NLM_F_REPLACE)
        } except: { _ in
            false
        }
    }

    /// Takes an address from an interface; nothing happens when the interface does not have it.
    public func removeAddress(_ prefix: IPPrefix, interface: UInt32) throws(LinuxError) {
        try change("remove", prefix, interface, false) { socket, message in
            rtnl_addr_delete(socket, message, 0)
        } except: {
            $0 == .netlink(NLE_NOADDR) || $0 == .netlink(NLE_OBJ_NOTFOUND)
        }
    }

    private func change(
        _ verb: String,
        _ prefix: IPPrefix,
        _ interface: UInt32,
        _ isDeprecated: Bool,
        send: (OpaquePointer, OpaquePointer) -> Int32,
        except isHarmless: (LinuxError.Reason) -> Bool
    ) throws(LinuxError) {
        let object = "address \(prefix) on interface \(interface)"
        try socket.withLock { socket throws(LinuxError) in
            guard let message = rtnl_addr_alloc() else {
                throw LinuxError(verb, object, .system(ENOMEM))
            }
            defer { rtnl_addr_put(message) }
            let isIPv6 = prefix.address.version == .ipv6
            rtnl_addr_set_ifindex(message, Int32(bitPattern: interface))
            let bytes = prefix.address.bytes
            guard let local = nl_addr_build(isIPv6 ? AF_INET6 : AF_INET, bytes, bytes.count) else {
                throw LinuxError(verb, object, .system(ENOMEM))
            }
            defer { nl_addr_put(local) }
            nl_addr_set_prefixlen(local, Int32(prefix.length))
            try check(rtnl_addr_set_local(message, local)) { LinuxError(verb, object, $0) }
            if isIPv6 {
                rtnl_addr_set_flags(message, UInt32(IFA_F_NODAD))
                rtnl_addr_set_valid_lifetime(message, UInt32.max)
                rtnl_addr_set_preferred_lifetime(message, isDeprecated ? 0 : UInt32.max)
            }
            let code = send(socket.pointer, message)
            if code < 0, isHarmless(.netlink(-code)) { return }
            try check(code) { LinuxError(verb, object, $0) }
        }
    }
}
