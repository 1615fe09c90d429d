import PacketFormats

/// The Ethernet address of a frontend that is a next hop.
@frozen
public struct TransitKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The frame's destination.
    public var ethernet: EthernetAddress
    /// Zero.
    public var reserved: UInt16

    /// Makes a key with its unused bytes zero.
    @inlinable @inline(__always)
    public init(_ ethernet: EthernetAddress) {
        self.ethernet = ethernet
        reserved = 0
    }
}

/// How the Ethernet addresses of next-hop frontends are recognised without a table.
public enum TransitAddress {
    /// The first two bytes, `02:a9`, of an IPv4 frontend's address; the last four are the IPv4 address.
    @inlinable @inline(__always)
    public static var ipv4Prefix: UInt16 { 0xa902 }
    /// The first two bytes, `02:aa`, of an IPv6 frontend's address; the last four fold the IPv6 address.
    @inlinable @inline(__always)
    public static var ipv6Prefix: UInt16 { 0xaa02 }

    /// Whether a frame is sent to a next-hop frontend.
    @inlinable @inline(__always)
    public static func matches(_ ethernet: EthernetAddress) -> Bool {
        ethernet.first == ipv4Prefix || ethernet.first == ipv6Prefix
    }

    /// The locally administered address of a frontend.
    ///
    /// It depends on the IP address only, so that it moves with the frontend from node to node and
    /// no neighbour has to learn a new one.
    public static func ethernet(of address: AddressBits) -> EthernetAddress {
        var tail = address.ipv4
        if !address.isIPv4 {
            let both = address.high ^ (address.low &* 0x9e37_79b9_7f4a_7c15)
            let mixed = both &* 0xd6e8_feb8_6659_fd93
            tail = UInt32(truncatingIfNeeded: mixed &>> 32)
        }
        return EthernetAddress(
            first: address.isIPv4 ? ipv4Prefix : ipv6Prefix,
            second: UInt16(truncatingIfNeeded: tail),
            third: UInt16(truncatingIfNeeded: tail &>> 16)
        )
    }
}

/// The transit table: frames sent to a next-hop frontend, whatever their IP destination.
public enum Transits: MapDeclaration {
    /// The frame's destination.
    public typealias Key = TransitKey
    /// The HA-ports rule.
    public typealias Value = FrontendEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "transits" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.transits }
}
