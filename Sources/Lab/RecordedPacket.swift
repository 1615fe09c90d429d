public import Addresses

/// An IP packet with what its headers say; fields that the packet does not have are zero.
public struct RecordedPacket: Hashable, Sendable {
    /// The packet's bytes, from the IP header on.
    public let bytes: [UInt8]

    /// Takes a packet's bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The sender.
    public var source: IPAddress? {
        isIPv4 ? IPAddress(bytes: part(12, 4)) : IPAddress(bytes: part(8, 16))
    }

    /// The receiver.
    public var destination: IPAddress? {
        isIPv4 ? IPAddress(bytes: part(16, 4)) : IPAddress(bytes: part(24, 16))
    }

    /// The IPv4 type of service, or the IPv6 traffic class.
    public var trafficClass: UInt8 {
        isIPv4 ? byte(1) : UInt8(truncatingIfNeeded: word(0) >> 4)
    }

    /// The IPv6 flow label.
    public var flowLabel: UInt32 { UInt32(byte(1) & 0x0f) << 16 | UInt32(word(2)) }

    /// The protocol of what follows the IP header, and a fragment header when there is one.
    public var transport: UInt8 {
        if isIPv4 { return byte(9) }
        return byte(6) == Self.fragmentHeader ? byte(40) : byte(6)
    }

    /// Where a fragment's payload lies in its datagram, in bytes.
    public var fragmentOffset: Int {
        if isIPv4 { return Int(word(6) & 0x1fff) * 8 }
        return hasFragmentHeader ? Int(word(42) & 0xfff8) : 0
    }

    /// Whether more fragments follow in the datagram.
    public var hasMoreFragments: Bool {
        isIPv4 ? word(6) & 0x2000 != 0 : hasFragmentHeader && word(42) & 1 != 0
    }

    /// Whether the packet is a part of a datagram.
    public var isFragment: Bool { fragmentOffset > 0 || hasMoreFragments }

    /// Whether the packet has an IPv6 fragment header.
    public var hasFragmentHeader: Bool { !isIPv4 && byte(6) == Self.fragmentHeader }

    /// What follows the IP header and a fragment header.
    public var payload: [UInt8] { Array(bytes.dropFirst(headerLength)) }

    /// The length of the IP header and a fragment header, in bytes.
    public var headerLength: Int {
        if isIPv4 { return Int(byte(0) & 0x0f) * 4 }
        return hasFragmentHeader ? 48 : 40
    }

    /// The sender's port, of a packet that begins a transport header.
    public var sourcePort: UInt16 { fragmentOffset > 0 ? 0 : word(headerLength) }

    /// The receiver's port, of a packet that begins a transport header.
    public var destinationPort: UInt16 { fragmentOffset > 0 ? 0 : word(headerLength + 2) }

    /// The packet that an ICMP error quotes, as much as there is of it.
    public var quote: RecordedPacket? {
        let message = payload
        guard transport == 1 || transport == 58, message.count > 28 else { return nil }
        return RecordedPacket(Array(message.dropFirst(8)))
    }

    private static let fragmentHeader: UInt8 = 44

    private var isIPv4: Bool { byte(0) >> 4 == 4 }

    private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private func word(_ offset: Int) -> UInt16 {
        UInt16(byte(offset)) << 8 | UInt16(byte(offset + 1))
    }

    private func part(_ offset: Int, _ count: Int) -> [UInt8] {
        Array(bytes.dropFirst(offset).prefix(count))
    }
}
