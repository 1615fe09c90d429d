internal import CNetlink
import Dispatch
import Glibc

/// Receives the frames of one interface that a filter lets through, on a queue of its own.
///
/// It belongs to the network namespace that its creating thread was in. Needs `CAP_NET_RAW`.
public final class PacketListener: Sendable {
    private let source: Source

    /// The most bytes of a frame that are received: what answers a question is short.
    private static let longest = 512

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - interface: the index of the interface.
    ///   - filter: which frames to receive.
    ///   - receive: called for each frame, one at a time; the kernel has taken VLAN tags out.
    public init(
        interface: UInt32,
        filter: PacketFilter,
        receive: @escaping @Sendable (_ frame: [UInt8]) -> Void
    ) throws(LinuxError) {
        let object = "a packet socket on interface \(interface)"
        let type = SOCK_RAW.type | SOCK_CLOEXEC.type | Int32(SOCK_NONBLOCK.rawValue)
        let number = socket(AF_PACKET, type, 0)
        guard number >= 0 else { throw .last("open", object) }
        let descriptor = Descriptor(owning: number)
        try Self.set(SOL_SOCKET, SO_ATTACH_FILTER, on: number, object, filter)
        var ignore: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(number, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore, size) == 0 else {
            throw .last("ignore outgoing frames of", object)
        }
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = UInt16(ETH_P_ALL).bigEndian
        address.sll_ifindex = Int32(bitPattern: interface)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_ll>.size))
            }
        }
        guard bound == 0 else { throw .last("bind", object) }
        let queue = DispatchQueue(label: "apus.packet-listener.\(interface)")
        let reader = DispatchSource.makeReadSource(fileDescriptor: number, queue: queue)
        reader.setEventHandler { Self.drain(number, receive) }
        reader.setCancelHandler { withExtendedLifetime(descriptor) {} }
        reader.activate()
        source = Source(reader: reader)
    }

    deinit { source.reader.cancel() }

    private static func set(
        _ level: Int32,
        _ option: Int32,
        on number: Int32,
        _ object: String,
        _ filter: PacketFilter
    ) throws(LinuxError) {
        var instructions = filter.instructions.map {
            sock_filter(code: $0.code, jt: $0.ifTrue, jf: $0.ifFalse, k: $0.value)
        }
        let count = UInt16(instructions.count)
        let result = instructions.withUnsafeMutableBufferPointer { buffer in
            var program = sock_fprog(len: count, filter: buffer.baseAddress)
            return setsockopt(
                number,
                level,
                option,
                &program,
                socklen_t(MemoryLayout<sock_fprog>.size)
            )
        }
        guard result == 0 else { throw .last("filter", object) }
    }

    private static func drain(_ number: Int32, _ receive: ([UInt8]) -> Void) {
        var frame = [UInt8](repeating: 0, count: longest)
        while true {
            let count = uninterrupted { recv(number, &frame, frame.count, 0) }
            // An error, such as an interface that went down, is taken off by the read that meets it.
            guard count > 0 else { return }
            receive(Array(frame.prefix(count)))
        }
    }
}

/// Unchecked: a dispatch source may be used from any thread.
private struct Source: @unchecked Sendable {
    let reader: any DispatchSourceRead
}
