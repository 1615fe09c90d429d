public import Addresses
public import PacketFormats

/// A frame that may answer a question.
public struct ReceivedFrame: Hashable, Sendable {
    /// An address and a port.
    public struct End: Hashable, Sendable {
        /// The address.
        public var address: IPAddress
        /// The port.
        public var port: UInt16
    }

    /// What an ICMP error says of a packet.
    public enum Refusal: Hashable, Sendable {
        /// No service has the port.
        case port
        /// A filter refuses it, or the address is not there for the sender.
        case prohibited
        /// The packet has gone round until its hops were used up.
        case circling
    }

    /// What the frame carries.
    public enum Content: Hashable, Sendable {
        /// A TCP segment.
        case segment(
            from: End,
            to: End,
            flags: TCPFlags,
            sequence: UInt32,
            acknowledgement: UInt32
        )
        /// A UDP datagram.
        case datagram(from: End, to: End)
        /// An answer to an echo request with a number.
        case echo(from: IPAddress, number: UInt32)
        /// An error about a packet of ours: `number` is its SYN's or echo request's.
        case refusal(Refusal, transport: UInt8, sourcePort: UInt16, number: UInt32)
        /// A machine says that it has an address; `isMarked` when a packet program says so.
        case claim(IPAddress, EthernetAddress, isMarked: Bool)
    }

    /// Who sent the frame.
    public var source: EthernetAddress
    /// What it carries.
    public var content: Content

    /// Makes a frame from its parts.
    public init(source: EthernetAddress, content: Content) {
        self.source = source
        self.content = content
    }

    /// Reads a frame; `nil` when it is none that could answer.
    public init?(_ frame: [UInt8]) {
        guard let source = EthernetAddress(bytes: frame.dropFirst(6).prefix(6)), frame.count > 14
        else { return nil }
        self.source = source
        let packet = FrameBytes(frame[14...])
        let content: Content? =
            switch UInt16(frame[12]) << 8 | UInt16(frame[13]) {
            case 0x0806: Self.claim(packet)
            case 0x0800: Self.ipv4(packet)
            case 0x86dd: Self.ipv6(packet)
            default: nil
            }
        guard let content else { return nil }
        self.content = content
    }

    /// An ARP packet whose sender has the address that it names.
    private static func claim(_ packet: FrameBytes) -> Content? {
        guard packet.prefix(6).elementsEqual([0, 1, 8, 0, 6, 4]),
            let ethernet = EthernetAddress(bytes: packet.slice(8, 6)),
            let address = IPAddress(bytes: packet.slice(14, 4)), address.bits.ipv4 != 0
        else { return nil }
        let isMarked = packet.slice(28, 18).elementsEqual(AddressQuestion.mark)
        return .claim(address, ethernet, isMarked: isMarked)
    }

    private static func ipv4(_ packet: FrameBytes) -> Content? {
        let length = Int(packet.byte(0) & 0x0f) * 4
        // Only the first fragment has a transport header.
        guard packet.byte(0) >> 4 == 4, length >= 20, packet.word16(6) & 0x1fff == 0,
            let source = IPAddress(bytes: packet.slice(12, 4)),
            let destination = IPAddress(bytes: packet.slice(16, 4))
        else { return nil }
        let rest = packet.dropping(length)
        guard packet.byte(9) == IPProtocolNumber.icmp else {
            return transport(packet.byte(9), rest, source, destination)
        }
        switch (rest.byte(0), rest.byte(1)) {
        case (0, _): return .echo(from: source, number: rest.word32(4))
        case (3, 3): return refusal(.port, rest.dropping(8))
        case (3, let code) where code != 4: return refusal(.prohibited, rest.dropping(8))
        case (11, _): return refusal(.circling, rest.dropping(8))
        default: return nil
        }
    }

    private static func ipv6(_ packet: FrameBytes) -> Content? {
        guard packet.byte(0) >> 4 == 6, let source = IPAddress(bytes: packet.slice(8, 16)),
            let destination = IPAddress(bytes: packet.slice(24, 16))
        else { return nil }
        let rest = packet.dropping(40)
        guard packet.byte(6) == IPProtocolNumber.icmpv6 else {
            return transport(packet.byte(6), rest, source, destination)
        }
        switch (rest.byte(0), rest.byte(1)) {
        case (129, _): return .echo(from: source, number: rest.word32(4))
        case (136, _): return advertisement(packet, rest)
        case (1, 4): return refusal(.port, rest.dropping(8))
        case (1, _): return refusal(.prohibited, rest.dropping(8))
        case (3, _): return refusal(.circling, rest.dropping(8))
        default: return nil
        }
    }

    /// A neighbour advertisement that names its target's Ethernet address (RFC 4861 section 4.4).
    private static func advertisement(_ packet: FrameBytes, _ message: FrameBytes) -> Content? {
        guard packet.byte(7) == 255, packet.word16(4) >= 32,
            let target = IPAddress(bytes: message.slice(8, 16)),
            message.byte(24) == 2, message.byte(25) == 1,
            let ethernet = EthernetAddress(bytes: message.slice(26, 6))
        else { return nil }
        let label = packet.word32(0) & 0xf_ffff
        return .claim(target, ethernet, isMarked: label == AddressQuestion.flowLabel)
    }

    private static func transport(
        _ number: UInt8,
        _ bytes: FrameBytes,
        _ source: IPAddress,
        _ destination: IPAddress
    ) -> Content? {
        let from = End(address: source, port: bytes.word16(0))
        let to = End(address: destination, port: bytes.word16(2))
        switch number {
        case IPProtocolNumber.tcp where bytes.count >= 20:
            return .segment(
                from: from,
                to: to,
                flags: TCPFlags(rawValue: bytes.byte(13)),
                sequence: bytes.word32(4),
                acknowledgement: bytes.word32(8)
            )
        case IPProtocolNumber.udp where bytes.count >= 8: return .datagram(from: from, to: to)
        default: return nil
        }
    }

    /// An error that quotes at least eight bytes behind the packet's IP header (RFC 792).
    private static func refusal(_ refusal: Refusal, _ quoted: FrameBytes) -> Content? {
        let isIPv4 = quoted.byte(0) >> 4 == 4
        let transport = quoted.byte(isIPv4 ? 9 : 6)
        let rest = quoted.dropping(isIPv4 ? Int(quoted.byte(0) & 0x0f) * 4 : 40)
        guard rest.count >= 8 else { return nil }
        return .refusal(
            refusal,
            transport: transport,
            sourcePort: rest.word16(0),
            number: rest.word32(4)
        )
    }
}
