internal import CNetlink
import Glibc

/// A socket that sends and receives whole Ethernet frames on one interface (`AF_PACKET`).
///
/// It belongs to the network namespace that its creating thread was in. Needs `CAP_NET_RAW`.
public final class PacketSocket: Sendable {
    /// The index of the interface.
    public let interface: UInt32
    let descriptor: Descriptor

    /// Opens a socket on an interface.
    ///
    /// With `receiving`, the frames that arrive from now on and that `filter` lets through wait to be
    /// received; without, the kernel queues none.
    public init(
        interface: UInt32,
        receiving: Bool = false,
        filter: PacketFilter? = nil
    ) throws(LinuxError) {
        let object = "a packet socket on interface \(interface)"
        // Protocol 0 receives nothing, so no frame of another interface comes before the bind.
        let number = socket(AF_PACKET, SOCK_RAW.type | SOCK_CLOEXEC.type, 0)
        guard number >= 0 else { throw .last("open", object) }
        descriptor = Descriptor(owning: number)
        self.interface = interface
        try filter?.attach(to: number)
        var ignore: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(number, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore, size) == 0 else {
            throw .last("ignore outgoing frames of", object)
        }
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = receiving ? UInt16(ETH_P_ALL).bigEndian : 0
        address.sll_ifindex = Int32(bitPattern: interface)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
            }
        }
        guard bound == 0 else { throw .last("bind", object) }
    }

    /// Sends one frame, from its destination address to the end of its payload.
    public func send(_ frame: [UInt8]) throws(LinuxError) {
        let sent = uninterrupted {
            Glibc.send(descriptor.number, frame, frame.count, 0)
        }
        guard sent == frame.count else {
            throw .last("send", "\(frame.count) bytes through interface \(interface)")
        }
    }

    /// The next frame that arrives; `nil` when there is none until the deadline.
    ///
    /// The kernel takes a VLAN tag out of the frame before it comes here.
    public func receive(until deadline: ContinuousClock.Instant) throws(LinuxError) -> [UInt8]? {
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        let ready = uninterrupted { poll(&request, 1, deadline.millisecondsLeft) }
        guard ready >= 0 else { throw .last("wait for a frame on", "interface \(interface)") }
        guard ready > 0 else { return nil }
        var frame = [UInt8](repeating: 0, count: 65_536)
        let count = uninterrupted { recv(descriptor.number, &frame, frame.count, 0) }
        guard count >= 0 else { throw .last("receive from", "interface \(interface)") }
        return Array(frame.prefix(count))
    }
}
