/// The Internet checksum (RFC 1071), kept incrementally (RFC 1624).
///
/// One's complement sums do not depend on byte order, so all values here are as they lie in memory.
@frozen
public struct Checksum: BitwiseCopyable {
    /// The sum so far, not yet folded to sixteen bits.
    public var sum: UInt64

    /// Starts with a header's present checksum, to change it word by word.
    @inlinable @inline(__always)
    public init(updating checksum: UInt16) {
        sum = UInt64(~checksum)
    }

    /// Starts with nothing added.
    @inlinable @inline(__always)
    public init() {
        sum = 0
    }

    /// Adds two bytes.
    @inlinable @inline(__always)
    public mutating func add(_ word: UInt16) {
        sum = sum &+ UInt64(word)
    }

    /// Adds four bytes.
    @inlinable @inline(__always)
    public mutating func add(_ word: UInt32) {
        sum = sum &+ UInt64(word)
    }

    /// Adds eight bytes.
    @inlinable @inline(__always)
    public mutating func add(_ word: UInt64) {
        sum = sum &+ (word & 0xffff_ffff) &+ (word &>> 32)
    }

    /// Adds an address.
    @inlinable @inline(__always)
    public mutating func add(_ address: AddressBits) {
        add(address.high)
        add(address.low)
    }

    /// Takes two bytes out and puts two others in their place.
    @inlinable @inline(__always)
    public mutating func replace(_ old: UInt16, by new: UInt16) {
        sum = sum &+ UInt64(~old) &+ UInt64(new)
    }

    /// Takes four bytes out and puts four others in their place.
    @inlinable @inline(__always)
    public mutating func replace(_ old: UInt32, by new: UInt32) {
        sum = sum &+ UInt64(~old) &+ UInt64(new)
    }

    /// Takes an address out and puts another in its place.
    @inlinable @inline(__always)
    public mutating func replace(_ old: AddressBits, by new: AddressBits) {
        add(~old.high)
        add(~old.low)
        add(new.high)
        add(new.low)
    }

    /// The checksum to write: the complement of the folded sum.
    @inlinable @inline(__always)
    public var folded: UInt16 {
        var value = (sum & 0xffff_ffff) &+ (sum &>> 32)
        value = (value & 0xffff) &+ (value &>> 16)
        value = (value & 0xffff) &+ (value &>> 16)
        value = (value & 0xffff) &+ (value &>> 16)
        return ~UInt16(truncatingIfNeeded: value)
    }
}
