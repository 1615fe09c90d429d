internal import CNetlink
import Glibc
import Synchronization

/// A conversation with the kernel about links, addresses, neighbours and routes (rtnetlink).
///
/// A session speaks of the network namespace that its creating thread was in, for as long as it
/// lives and from whichever thread it is used. Its requests are made one at a time.
public final class NetlinkSession: Sendable {
    let socket: Mutex<NetlinkSocket>
    /// A socket of the namespace, for the requests that only exist as an `ioctl`.
    let control: Descriptor

    /// Opens a session in the calling thread's network namespace.
    public init() throws(LinuxError) {
        socket = Mutex(try NetlinkSocket())
        let descriptor = Glibc.socket(AF_INET, SOCK_DGRAM.type | SOCK_CLOEXEC.type, 0)
        guard descriptor >= 0 else { throw .last("open", "a control socket") }
        control = Descriptor(owning: descriptor)
    }

    /// All interfaces, in the kernel's order.
    public func interfaces() throws(LinuxError) -> [NetworkInterface] {
        try dump("interfaces", rtnl_link_alloc_cache(_:_:_:), AF_UNSPEC) { link in
            NetworkInterface(link: link)
        }
    }

    /// The interface of this name; an error that `isAbsent` when there is none.
    public func interface(named name: String) throws(LinuxError) -> NetworkInterface {
        try socket.withLock { socket throws(LinuxError) in
            var link: OpaquePointer?
            try check(rtnl_link_get_kernel(socket.pointer, 0, name, &link)) { reason in
                LinuxError(
                    "find",
                    "interface \(name)",
                    reason,
                    remedy: "'ip link' shows the interfaces of this network namespace."
                )
            }
            defer { rtnl_link_put(link) }
            guard let link, let interface = NetworkInterface(link: link) else {
                throw LinuxError("read", "interface \(name)", .unusable("it has no name"))
            }
            return interface
        }
    }

    /// All addresses of all interfaces.
    public func addresses() throws(LinuxError) -> [InterfaceAddress] {
        try dump("addresses", { rtnl_addr_alloc_cache($0, $2) }, 0) { address in
            InterfaceAddress(address: address)
        }
    }

    /// The neighbour tables of both families.
    public func neighbours() throws(LinuxError) -> [Neighbour] {
        try dump("neighbours", { rtnl_neigh_alloc_cache($0, $2) }, 0) { neighbour in
            Neighbour(neighbour: neighbour)
        }
    }

    /// The unicast routes of the main tables of both families.
    public func routes() throws(LinuxError) -> [Route] {
        let all = try dump(
            "routes",
            { rtnl_route_alloc_cache($0, $1, 0, $2) },
            AF_UNSPEC
        ) { route in
            Route.each(of: route)
        }
        return all.flatMap { $0 }
    }

    /// Interfaces, addresses, neighbours and routes, read one after the other.
    public func snapshot() throws(LinuxError) -> NetworkSnapshot {
        NetworkSnapshot(
            interfaces: try interfaces(),
            addresses: try addresses(),
            neighbours: try neighbours(),
            routes: try routes()
        )
    }

    private typealias Allocate = (
        OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
    ) -> Int32

    /// Reads one of the kernel's tables and keeps the entries that `read` makes a value of.
    private func dump<Entry: Sendable>(
        _ table: String,
        _ allocate: Allocate,
        _ family: Int32,
        _ read: (OpaquePointer) -> Entry?
    ) throws(LinuxError) -> [Entry] {
        try socket.withLock { socket throws(LinuxError) in
            var cache: OpaquePointer?
            try check(allocate(socket.pointer, family, &cache)) { reason in
                LinuxError("list", "the kernel's \(table)", reason)
            }
            defer { nl_cache_free(cache) }
            var entries: [Entry] = []
            var object = nl_cache_get_first(cache)
            while let current = object {
                if let entry = read(current) { entries.append(entry) }
                object = nl_cache_get_next(current)
            }
            return entries
        }
    }
}

/// Turns a negative code of the netlink library into an error.
func check(_ code: Int32, _ error: (LinuxError.Reason) -> LinuxError) throws(LinuxError) {
    if code < 0 { throw error(.netlink(-code)) }
}
