/// The IP protocol numbers that the packet program knows (IANA, protocol numbers).
public enum IPProtocolNumber {
    /// IPv6 hop-by-hop options.
    @inlinable @inline(__always)
    public static var hopByHopOptions: UInt8 { 0 }
    /// Internet Control Message Protocol for IPv4.
    @inlinable @inline(__always)
    public static var icmp: UInt8 { 1 }
    /// Transmission Control Protocol.
    @inlinable @inline(__always)
    public static var tcp: UInt8 { 6 }
    /// User Datagram Protocol.
    @inlinable @inline(__always)
    public static var udp: UInt8 { 17 }
    /// IPv6 routing header.
    @inlinable @inline(__always)
    public static var routing: UInt8 { 43 }
    /// IPv6 fragment header.
    @inlinable @inline(__always)
    public static var fragment: UInt8 { 44 }
    /// Internet Control Message Protocol for IPv6.
    @inlinable @inline(__always)
    public static var icmpv6: UInt8 { 58 }
    /// IPv6 destination options.
    @inlinable @inline(__always)
    public static var destinationOptions: UInt8 { 60 }
}
