/// The IPv6 header (RFC 8200 section 3): 40 bytes.
@frozen
public struct IPv6Header: Sendable, BitwiseCopyable {
    /// Version (4 bits), traffic class (8 bits) and flow label (20 bits).
    public var versionClassFlow: BigEndian<UInt32>
    /// The length of everything after this header, in bytes.
    public var payloadLength: BigEndian<UInt16>
    /// The protocol of what follows: an extension header or the transport.
    public var nextHeader: UInt8
    /// Hops left.
    public var hopLimit: UInt8
    /// The sender.
    public var source: AddressBits
    /// The receiver.
    public var destination: AddressBits

    /// All bytes zero: a place to read into.
    @inlinable @inline(__always)
    public static var empty: IPv6Header { IPv6Header(0) }

    @inlinable @inline(__always)
    init(_ zero: UInt8) {
        versionClassFlow = BigEndian(bits: 0)
        payloadLength = BigEndian(bits: 0)
        nextHeader = zero
        hopLimit = zero
        source = AddressBits(high: 0, low: 0)
        destination = AddressBits(high: 0, low: 0)
    }

    /// Makes a header without traffic class or flow label.
    @inlinable @inline(__always)
    public init(
        payloadLength: UInt16,
        nextHeader: UInt8,
        hopLimit: UInt8,
        source: AddressBits,
        destination: AddressBits
    ) {
        versionClassFlow = BigEndian(0x6000_0000)
        self.payloadLength = BigEndian(payloadLength)
        self.nextHeader = nextHeader
        self.hopLimit = hopLimit
        self.source = source
        self.destination = destination
    }

    /// The IP version that the header claims.
    @inlinable @inline(__always)
    public var version: UInt32 { versionClassFlow.value &>> 28 }
}

/// The first bytes that the skippable IPv6 extension headers share (RFC 8200 sections 4.3 to 4.6).
@frozen
public struct IPv6ExtensionHeader: Sendable, BitwiseCopyable {
    /// The protocol of what follows this header.
    public var nextHeader: UInt8
    /// The length in units of eight bytes, not counting the first eight.
    public var length: UInt8
    /// For a fragment header: offset (13 bits), two reserved bits, and the more-fragments bit.
    public var fragment: BigEndian<UInt16>
    /// For a fragment header: the identification; otherwise the header's own bytes.
    public var rest: UInt32

    /// All bytes zero: a place to read into.
    @inlinable @inline(__always)
    public static var empty: IPv6ExtensionHeader {
        IPv6ExtensionHeader(nextHeader: 0, length: 0, fragment: BigEndian(bits: 0), rest: 0)
    }

    @inlinable @inline(__always)
    init(nextHeader: UInt8, length: UInt8, fragment: BigEndian<UInt16>, rest: UInt32) {
        self.nextHeader = nextHeader
        self.length = length
        self.fragment = fragment
        self.rest = rest
    }

    /// Whether a fragment header is of a fragment other than the first.
    @inlinable @inline(__always)
    public var isLaterFragment: Bool { fragment.bits & BigEndian<UInt16>(0xfff8).bits != 0 }

    /// Whether a fragment header describes a real fragment, not an atomic one (RFC 6946).
    @inlinable @inline(__always)
    public var isFragment: Bool { fragment.bits & BigEndian<UInt16>(0xfff9).bits != 0 }
}
