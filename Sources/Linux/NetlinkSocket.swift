internal import CNetlink
import Glibc

/// A netlink library socket, connected to the kernel's routing family.
struct NetlinkSocket: ~Copyable {
    let pointer: OpaquePointer

    /// Connects in the calling thread's network namespace.
    init() throws(LinuxError) {
        guard let pointer = nl_socket_alloc() else {
            throw LinuxError("allocate", "a netlink socket", .system(ENOMEM))
        }
        let code = nl_connect(pointer, NETLINK_ROUTE)
        guard code >= 0 else {
            nl_socket_free(pointer)
            throw LinuxError("connect", "a netlink socket", .netlink(-code))
        }
        self.pointer = pointer
    }

    deinit {
        nl_socket_free(pointer)
    }
}
