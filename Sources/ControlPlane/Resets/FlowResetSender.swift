import Addresses
import Linux
import PacketFormats
import Tables

/// Sends resets: to clients by the host's routing, to members by their own segment.
final class FlowResetSender {
    private var raw: [IPVersion: RawSocket] = [:]
    private var segments: [UInt32: PacketSocket] = [:]

    /// Prepares a sender; sockets are opened when they are needed.
    init() {}

    /// Sends both resets of a flow.
    func send(_ flow: FlowReset) throws(LinuxError) {
        try route(flow.toClient)
        let backend = flow.backend
        // A member that is this node gets its reset by the host's own way to its addresses.
        if backend.isLocal != 0 { return try route(flow.toMember) }
        guard backend.destination != .unknown else { return }
        try segment(backend.interface).send(Self.frame(flow.toMember, to: backend))
    }

    /// The frame that carries a segment to a member.
    static func frame(_ segment: ResetSegment, to backend: BackendEntry) -> [UInt8] {
        var header = backend.destination.bytes + backend.source.bytes
        if backend.vlan != 0 {
            header += [0x81, 0x00, UInt8(backend.vlan >> 8), UInt8(backend.vlan & 0xff)]
        }
        return header + segment.ip.etherType + segment.packet
    }

    private func route(_ segment: ResetSegment) throws(LinuxError) {
        let version = segment.destination.version
        let socket: RawSocket
        if let open = raw[version] { socket = open } else { socket = try RawSocket(version) }
        raw[version] = socket
        try socket.send(segment.packet, to: segment.destination)
    }

    private func segment(_ interface: UInt32) throws(LinuxError) -> PacketSocket {
        if let open = segments[interface] { return open }
        let socket = try PacketSocket(interface: interface)
        segments[interface] = socket
        return socket
    }
}
