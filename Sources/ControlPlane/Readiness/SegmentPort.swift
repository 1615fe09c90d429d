import Linux

/// One interface of the node: frames leave by it, and answers to questions come in.
final class SegmentPort: Sendable {
    private let socket: PacketSocket
    private let listener: PacketListener

    /// Opens the sockets of an interface; `receive` is called for one frame at a time.
    init(
        interface: UInt32,
        receive: @escaping @Sendable ([UInt8]) -> Void
    ) throws(LinuxError) {
        socket = try PacketSocket(interface: interface)
        listener = try PacketListener(
            interface: interface,
            filter: .answers,
            receive: receive
        )
    }

    /// Sends a frame.
    func send(_ frame: [UInt8]) throws(LinuxError) { try socket.send(frame) }
}
