/// The Ethernet II header (IEEE 802.3 section 3.1.1): 14 bytes.
@frozen
public struct EthernetHeader: Sendable, BitwiseCopyable {
    /// The station that the frame is for.
    public var destination: EthernetAddress
    /// The station that sent the frame.
    public var source: EthernetAddress
    /// What follows the header.
    public var etherType: BigEndian<UInt16>

    /// Makes a header.
    @inlinable @inline(__always)
    public init(
        destination: EthernetAddress,
        source: EthernetAddress,
        etherType: BigEndian<UInt16>
    ) {
        self.destination = destination
        self.source = source
        self.etherType = etherType
    }
}

/// The values of `etherType` that the packet program knows (IEEE 802 numbers, IANA).
public enum EtherType {
    /// Internet Protocol version 4.
    @inlinable @inline(__always)
    public static var ipv4: BigEndian<UInt16> { BigEndian(0x0800) }
    /// Address Resolution Protocol.
    @inlinable @inline(__always)
    public static var arp: BigEndian<UInt16> { BigEndian(0x0806) }
    /// A customer VLAN tag (IEEE 802.1Q).
    @inlinable @inline(__always)
    public static var vlan: BigEndian<UInt16> { BigEndian(0x8100) }
    /// A service VLAN tag (IEEE 802.1ad).
    @inlinable @inline(__always)
    public static var serviceVLAN: BigEndian<UInt16> { BigEndian(0x88a8) }
    /// Internet Protocol version 6.
    @inlinable @inline(__always)
    public static var ipv6: BigEndian<UInt16> { BigEndian(0x86dd) }
}
