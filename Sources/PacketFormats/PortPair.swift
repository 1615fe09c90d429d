/// The first four bytes of a TCP or UDP header: all that an ICMP error is sure to quote of it.
@frozen
public struct PortPair: Sendable, BitwiseCopyable {
    /// The sender's port.
    public var source: BigEndian<UInt16>
    /// The receiver's port.
    public var destination: BigEndian<UInt16>

    /// Makes a pair.
    @inlinable @inline(__always)
    public init(source: BigEndian<UInt16>, destination: BigEndian<UInt16>) {
        self.source = source
        self.destination = destination
    }

    /// Both zero: a place to read into.
    @inlinable @inline(__always)
    public static var empty: PortPair {
        PortPair(source: BigEndian(bits: 0), destination: BigEndian(bits: 0))
    }
}
