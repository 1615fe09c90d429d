/// An ARP packet for IPv4 over Ethernet (RFC 826): 28 bytes.
///
/// The protocol addresses lie on odd word boundaries, so each is held as two halves.
@frozen
public struct ARPPacket: Sendable, BitwiseCopyable {
    /// The link type: 1 for Ethernet.
    public var hardwareType: BigEndian<UInt16>
    /// The protocol whose addresses are resolved: 0x0800 for IPv4.
    public var protocolType: BigEndian<UInt16>
    /// The length of a link address, 6, and of a protocol address, 4.
    public var addressLengths: BigEndian<UInt16>
    /// 1 for a request, 2 for a reply.
    public var operation: BigEndian<UInt16>
    /// The sender's link address.
    public var senderEthernet: EthernetAddress
    /// The first two bytes of the sender's IPv4 address.
    public var senderHigh: UInt16
    /// The last two bytes of the sender's IPv4 address.
    public var senderLow: UInt16
    /// The link address asked for.
    public var targetEthernet: EthernetAddress
    /// The first two bytes of the IPv4 address asked for.
    public var targetHigh: UInt16
    /// The last two bytes of the IPv4 address asked for.
    public var targetLow: UInt16

    /// Whether the packet asks for the Ethernet address of an IPv4 address.
    @inlinable @inline(__always)
    public var isEthernetIPv4Request: Bool {
        hardwareType == BigEndian(1) && protocolType == BigEndian(0x0800)
            && addressLengths == BigEndian(0x0604) && operation == BigEndian(1)
    }

    /// The IPv4 address asked for, as it lies in memory.
    @inlinable @inline(__always)
    public var target: UInt32 { UInt32(targetHigh) | UInt32(targetLow) &<< 16 }

    /// The sender's IPv4 address, as it lies in memory.
    @inlinable @inline(__always)
    public var sender: UInt32 { UInt32(senderHigh) | UInt32(senderLow) &<< 16 }
}
