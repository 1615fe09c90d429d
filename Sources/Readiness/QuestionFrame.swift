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

    /// A TCP segment without data (RFC 9293 section 3.1).
    public func segment(
        from source: End,
        to destination: End,
        flags: TCPFlags,
        sequence: UInt32,
        acknowledgement: UInt32 = 0
    ) -> [UInt8] {
        var bytes = Self.ports(source, destination) + Self.bytes(sequence)
        bytes += Self.bytes(acknowledgement)
        // A SYN names the segment size that Ethernet carries; anything else has no options.
        let options: [UInt8] = flags.opensConnection ? [2, 4, 0x05, 0xb4] : []
        bytes += [UInt8((20 + options.count) / 4) << 4, flags.rawValue]
        bytes += Self.bytes(UInt16(64_240)) + [0, 0, 0, 0] + options
        return packet(source, destination, IPProtocolNumber.tcp, bytes, checksumAt: 16)
    }

    /// What a UDP datagram carries: a service that shows what it gets shows where it is from.
    ///
    /// Not nothing: there are services that take an empty datagram for the end of all.
    public static let datagramText = Array("apus readiness probe\n".utf8)

    /// A UDP datagram (RFC 768).
    public func datagram(from source: End, to destination: End) -> [UInt8] {
        let length = UInt16(8 + Self.datagramText.count)
        let header = Self.ports(source, destination) + Self.bytes(length) + [0, 0]
        let bytes = header + Self.datagramText
        return packet(source, destination, IPProtocolNumber.udp, bytes, checksumAt: 6)
    }

    /// An echo request from the near address (RFC 792, RFC 4443 section 4.1).
    public func echo(to destination: IPAddress, number: UInt32) -> [UInt8] {
        let isIPv4 = destination.version == .ipv4
        let bytes: [UInt8] = [isIPv4 ? 8 : 128, 0, 0, 0] + Self.bytes(number)
        let transport = isIPv4 ? IPProtocolNumber.icmp : IPProtocolNumber.icmpv6
        return packet((path.near, 0), (destination, 0), transport, bytes, checksumAt: 2)
    }

    private func packet(
        _ source: End,
        _ destination: End,
        _ transport: UInt8,
        _ payload: [UInt8],
        checksumAt offset: Int
    ) -> [UInt8] {
        var payload = payload
        // ICMP for IPv4 alone has no pseudo-header.
        let pseudo =
            transport == IPProtocolNumber.icmp ? nil : (source.address, destination.address)
        let sum = Self.checksum(payload, pseudo, transport)
        withUnsafeBytes(of: sum) { payload.replaceSubrange(offset..<offset + 2, with: $0) }
        let isIPv4 = source.address.version == .ipv4
        let ethernet = path.destination.bytes + path.source.bytes
        let header = Self.header(source.address, destination.address, transport, payload.count)
        return ethernet + (isIPv4 ? [0x08, 0x00] : [0x86, 0xdd]) + header + payload
    }

    private static func header(
        _ source: IPAddress,
        _ destination: IPAddress,
        _ transport: UInt8,
        _ length: Int
    ) -> [UInt8] {
        if source.version == .ipv4 {
            var header = IPv4Header(
                totalLength: UInt16(20 + length),
                timeToLive: 64,
                transport: transport,
                source: source.bits.ipv4,
                destination: destination.bits.ipv4
            )
            return withUnsafeBytes(of: &header) { Array($0) }
        }
        var header = IPv6Header(
            payloadLength: UInt16(length),
            nextHeader: transport,
            hopLimit: 64,
            source: source.bits,
            destination: destination.bits
        )
        return withUnsafeBytes(of: &header) { Array($0) }
    }

    /// The Internet checksum of a message and the pseudo-header of these addresses, as it lies in
    /// memory.
    static func checksum(
        _ bytes: [UInt8],
        _ addresses: (IPAddress, IPAddress)?,
        _ transport: UInt8
    ) -> UInt16 {
        var all: [UInt8] = []
        if let (source, destination) = addresses {
            all += source.bytes + destination.bytes
            all += [0, transport] + Self.bytes(UInt16(bytes.count))
        }
        // Last, because a message of odd length is filled up behind its end.
        all += bytes
        if !all.count.isMultiple(of: 2) { all.append(0) }
        var sum = Checksum()
        for index in stride(from: 0, to: all.count, by: 2) {
            sum.add(UInt16(all[index]) | UInt16(all[index + 1]) << 8)
        }
        return sum.folded
    }

    private static func ports(_ source: End, _ destination: End) -> [UInt8] {
        bytes(source.port) + bytes(destination.port)
    }

    private static func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
