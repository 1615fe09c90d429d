public import Addresses
public import PacketFormats

/// Writes whole Ethernet frames with one packet of TCP, UDP or ICMP.
public struct QuestionFrame: Sendable {
    /// An address and a port.
    public typealias End = (address: IPAddress, port: UInt16)

    private let path: ReadinessPath

    /// Writes frames for a path.
    public init(path: ReadinessPath) {
        self.path = path
    }

    /// A TCP segment without data.
    public func segment(
        from source: End,
        to destination: End,
        flags: TCPFlags,
        sequence: UInt32,
        acknowledgement: UInt32 = 0
    ) -> [UInt8] {
        frame(
            IPPacket(
                segmentFrom: source,
                to: destination,
                flags: flags,
                sequence: sequence,
                acknowledgement: acknowledgement,
                window: 64_240,
                // A SYN names the segment size that Ethernet carries.
                options: flags.opensConnection ? [2, 4, 0x05, 0xb4] : []
            )
        )
    }

    /// What a UDP datagram carries: a service that shows what it gets shows where it is from.
    ///
    /// Not nothing: there are services that take an empty datagram for the end of all.
    public static let datagramText = Array("apus readiness probe\n".utf8)

    /// A UDP datagram (RFC 768).
    public func datagram(from source: End, to destination: End) -> [UInt8] {
        let length = UInt16(8 + Self.datagramText.count)
        let header = [source.port, destination.port, length, 0].flatMap(Self.bytes)
        return frame(
            IPPacket(
                from: source.address,
                to: destination.address,
                transport: IPProtocolNumber.udp,
                message: header + Self.datagramText,
                checksumAt: 6
            )
        )
    }

    /// An echo request from the near address (RFC 792, RFC 4443 section 4.1).
    public func echo(to destination: IPAddress, number: UInt32) -> [UInt8] {
        let isIPv4 = destination.version == .ipv4
        return frame(
            IPPacket(
                from: path.near,
                to: destination,
                transport: isIPv4 ? IPProtocolNumber.icmp : IPProtocolNumber.icmpv6,
                message: [isIPv4 ? 8 : 128, 0, 0, 0] + Self.bytes(number),
                checksumAt: 2
            )
        )
    }

    private func frame(_ packet: IPPacket) -> [UInt8] {
        path.destination.bytes + path.source.bytes + packet.etherType + packet.bytes
    }

    private static func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
