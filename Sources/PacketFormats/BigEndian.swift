/// An integer that lies in memory in network order, whatever the machine's own order is.
@frozen
public struct BigEndian<Value>: Equatable, Hashable, Sendable, BitwiseCopyable
where Value: FixedWidthInteger & BitwiseCopyable & Sendable {
    /// The bytes as they lie in memory, read as a native integer; equal bits mean equal values.
    public var bits: Value

    /// Makes the network form of a value.
    @inlinable @inline(__always)
    public init(_ value: Value) {
        bits = value.bigEndian
    }

    /// Takes bytes that are already in network order.
    @inlinable @inline(__always)
    public init(bits: Value) {
        self.bits = bits
    }

    /// The value in the machine's own order.
    @inlinable @inline(__always)
    public var value: Value { Value(bigEndian: bits) }
}
