import Dispatch
import Glibc

/// A packet socket whose frames are handed over as they come, on a queue of its own.
public final class PacketListener: Sendable {
    private let socket: PacketSocket
    private let source: Source

    /// The most bytes of a frame that are received: what answers a question is short.
    private static let longest = 512

    /// Begins to listen on an interface.
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
        let socket = try PacketSocket(interface: interface, receiving: true, filter: filter)
        let queue = DispatchQueue(label: "apus.packet-listener.\(interface)")
        let number = socket.descriptor.number
        let reader = DispatchSource.makeReadSource(fileDescriptor: number, queue: queue)
        reader.setEventHandler { Self.drain(number, receive) }
        // The queue may still read when the listener goes.
        reader.setCancelHandler { withExtendedLifetime(socket) {} }
        reader.activate()
        self.socket = socket
        source = Source(reader: reader)
    }

    deinit { source.reader.cancel() }

    /// Sends one frame by the interface.
    public func send(_ frame: [UInt8]) throws(LinuxError) { try socket.send(frame) }

    private static func drain(_ number: Int32, _ receive: ([UInt8]) -> Void) {
        var frame = [UInt8](repeating: 0, count: longest)
        while true {
            let count = uninterrupted { recv(number, &frame, frame.count, Int32(MSG_DONTWAIT)) }
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
