import PacketFormats

/// A whole IP packet around the message of a transport, without options or extension headers.
public struct IPPacket: Hashable, Sendable {
    /// Where the packet comes from.
    public let source: IPAddress
    /// Whom it is for; an address of the same version.
    public let destination: IPAddress
    /// The IP protocol number of the message.
    public let transport: UInt8
    /// How many routers may pass the packet on.
    public let hopLimit: UInt8
    /// The message, with its checksum.
    public let message: [UInt8]

    /// Makes a packet, and writes its message's checksum (RFC 1071) at an offset of the message.
    ///
    /// All transports but ICMP for IPv4 also sum up a pseudo-header (RFC 9293 section 3.1, RFC 8200
    /// section 8.1).
    public init(
        from source: IPAddress,
        to destination: IPAddress,
        transport: UInt8,
        hopLimit: UInt8 = 64,
        message: [UInt8],
        checksumAt offset: Int
    ) {
        self.source = source
        self.destination = destination
        self.transport = transport
        self.hopLimit = hopLimit
        var summed: [UInt8] = []
        if transport != IPProtocolNumber.icmp {
            summed = source.bytes + destination.bytes + [0, transport]
            summed += Self.bytes(UInt16(message.count))
        }
        // The message comes last, because one of odd length is filled up behind its end.
        summed += message
        if !summed.count.isMultiple(of: 2) { summed.append(0) }
        var sum = Checksum()
        for index in stride(from: 0, to: summed.count, by: 2) {
            sum.add(UInt16(summed[index]) | UInt16(summed[index + 1]) << 8)
        }
        var message = message
        withUnsafeBytes(of: sum.folded) { message.replaceSubrange(offset..<offset + 2, with: $0) }
        self.message = message
    }

    /// Makes a TCP segment without data (RFC 9293 section 3.1).
    ///
    /// - Parameter options: as the header has them: a multiple of four bytes.
    public init(
        segmentFrom source: (address: IPAddress, port: UInt16),
        to destination: (address: IPAddress, port: UInt16),
        flags: TCPFlags,
        sequence: UInt32,
        acknowledgement: UInt32,
        window: UInt16,
        options: [UInt8] = []
    ) {
        var message = Self.bytes(source.port) + Self.bytes(destination.port)
        message += Self.bytes(sequence) + Self.bytes(acknowledgement)
        message += [UInt8((20 + options.count) / 4) << 4, flags.rawValue] + Self.bytes(window)
        // No checksum yet, no urgent data.
        message += [0, 0, 0, 0] + options
        self.init(
            from: source.address,
            to: destination.address,
            transport: IPProtocolNumber.tcp,
            message: message,
            checksumAt: 16
        )
    }

    /// The packet, from its IP header on.
    public var bytes: [UInt8] {
        if source.version == .ipv4 {
            var header = IPv4Header(
                totalLength: UInt16(20 + message.count),
                timeToLive: hopLimit,
                transport: transport,
                source: source.bits.ipv4,
                destination: destination.bits.ipv4
            )
            return withUnsafeBytes(of: &header) { Array($0) } + message
        }
        var header = IPv6Header(
            payloadLength: UInt16(message.count),
            nextHeader: transport,
            hopLimit: hopLimit,
            source: source.bits,
            destination: destination.bits
        )
        return withUnsafeBytes(of: &header) { Array($0) } + message
    }

    /// The EtherType that announces the packet in a frame, in transmission order.
    public var etherType: [UInt8] { source.version == .ipv4 ? [0x08, 0x00] : [0x86, 0xdd] }

    private static func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
