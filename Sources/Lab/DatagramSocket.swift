public import Addresses
import Foundation
import Linux

/// A UDP socket of a machine.
public final class DatagramSocket: Sendable {
    /// Where the socket is.
    public let local: Endpoint
    private let socket: LabSocket

    /// A datagram that came.
    public struct Datagram: Hashable, Sendable {
        /// Who sent it.
        public let source: Endpoint
        /// What it carries.
        public let payload: [UInt8]

        /// The payload as text.
        public var text: String { String(decoding: payload, as: UTF8.self) }
    }

    init(_ socket: LabSocket, local: Endpoint) {
        self.socket = socket
        self.local = local
    }

    /// Writes what the socket's packets carry as IPv4 type of service or IPv6 traffic class.
    public func setTrafficClass(_ value: UInt8) throws {
        if local.address.version == .ipv4 {
            try socket.set(Int32(IPPROTO_IP), IP_TOS, Int32(value))
        } else {
            try socket.set(Int32(IPPROTO_IPV6), IPV6_TCLASS, Int32(value))
        }
    }

    /// Has the packets carry the flow label that `send` is given (`IPV6_FLOWINFO_SEND`).
    public func allowFlowLabels() throws {
        try socket.set(Int32(IPPROTO_IPV6), 33, 1)
    }

    /// Sends a datagram; the kernel divides one that is longer than the link's packets.
    public func send(_ payload: [UInt8], to destination: Endpoint, flowLabel: UInt32 = 0) throws {
        let sent = destination.withSocketAddress(flowLabel: flowLabel) { address, size in
            sendto(socket.number, payload, payload.count, 0, address, size)
        }
        guard sent == payload.count else { throw socket.failure("send to \(destination) from") }
    }

    /// The next datagram; `nil` when none comes in time.
    public func receive(within limit: Duration = .seconds(5)) throws -> Datagram? {
        guard socket.wait(for: POLLIN, until: .now + limit) else { return nil }
        var payload = [UInt8](repeating: 0, count: 65_536)
        var count = 0
        let source = Endpoint { address, size in
            count = recvfrom(socket.number, &payload, payload.count, 0, address, size)
            return count >= 0
        }
        guard let source else { throw socket.failure("receive from") }
        return Datagram(source: source, payload: Array(payload.prefix(count)))
    }

    /// Sends a text and returns the reply; `nil` when none comes in time.
    public func ask(
        _ text: String,
        of destination: Endpoint,
        within limit: Duration = .seconds(5)
    ) throws -> Datagram? {
        try send(Array(text.utf8), to: destination)
        return try receive(within: limit)
    }
}

extension Machine {
    /// Opens a UDP socket at an address of the machine; port 0 lets the kernel choose one.
    public func openDatagramSocket(at address: IPAddress, port: UInt16 = 0) throws -> DatagramSocket
    {
        let asked = Endpoint(address, port)
        let socket = try perform {
            try LabSocket(SOCK_DGRAM, at: asked, name: "UDP socket \(asked) on \(name)")
        }
        return DatagramSocket(socket, local: socket.local ?? asked)
    }
}
