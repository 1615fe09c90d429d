/// An Ethernet (MAC) address: six bytes in transmission order.
@frozen
public struct EthernetAddress: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// Bytes 0 and 1 as they lie in memory.
    public var first: UInt16
    /// Bytes 2 and 3 as they lie in memory.
    public var second: UInt16
    /// Bytes 4 and 5 as they lie in memory.
    public var third: UInt16

    /// Makes an address from three pairs of bytes, each as it lies in memory.
    @inlinable @inline(__always)
    public init(first: UInt16, second: UInt16, third: UInt16) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// The address of all zeros, which no station has: it stands for "not known".
    @inlinable @inline(__always)
    public static var unknown: EthernetAddress { EthernetAddress(first: 0, second: 0, third: 0) }

    /// The address that every station on a segment receives.
    @inlinable @inline(__always)
    public static var broadcast: EthernetAddress {
        EthernetAddress(first: 0xffff, second: 0xffff, third: 0xffff)
    }

    /// Whether the group bit is set: the frame is for many stations (IEEE 802.3 section 3.2.3).
    @inlinable @inline(__always)
    public var isGroup: Bool { first & 1 != 0 }
}
