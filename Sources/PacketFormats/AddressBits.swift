/// An IP address as the packet program compares it: sixteen bytes in network order.
///
/// An IPv4 address is held in its IPv4-mapped form, `::ffff:a.b.c.d` (RFC 4291 section 2.5.5.2), so
/// that one table serves both families and an IPv4 key can never equal a native IPv6 one: mapped
/// addresses do not appear on the wire.
@frozen
public struct AddressBits: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The first eight bytes as they lie in memory.
    public var high: UInt64
    /// The last eight bytes as they lie in memory.
    public var low: UInt64

    /// Makes an address from its two halves, each as it lies in memory.
    @inlinable @inline(__always)
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes the mapped form of an IPv4 address whose four bytes are given as they lie in memory.
    @inlinable @inline(__always)
    public init(ipv4 bits: UInt32) {
        high = 0
        low = UInt64(bits) &<< 32 | 0xffff_0000
    }

    /// Whether this is an IPv4 address in its mapped form.
    @inlinable @inline(__always)
    public var isIPv4: Bool {
        high == 0 && UInt32(truncatingIfNeeded: low) == 0xffff_0000
    }

    /// The four bytes of an IPv4 address as they lie in memory.
    @inlinable @inline(__always)
    public var ipv4: UInt32 {
        UInt32(truncatingIfNeeded: low &>> 32)
    }
}
