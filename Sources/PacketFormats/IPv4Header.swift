/// The fixed part of the IPv4 header (RFC 791 section 3.1): 20 bytes.
@frozen
public struct IPv4Header: Sendable, BitwiseCopyable {
    /// Version (high four bits) and header length in words of four bytes (low four bits).
    public var versionAndLength: UInt8
    /// Differentiated services and congestion notification.
    public var trafficClass: UInt8
    /// The length of header and payload, in bytes.
    public var totalLength: BigEndian<UInt16>
    /// The datagram that a fragment belongs to.
    public var identification: BigEndian<UInt16>
    /// Three flag bits and the fragment offset in units of eight bytes.
    public var fragment: BigEndian<UInt16>
    /// Hops left.
    public var timeToLive: UInt8
    /// The payload's protocol.
    public var transport: UInt8
    /// One's complement sum of the header, as it lies in memory.
    public var checksum: UInt16
    /// The sender, as it lies in memory.
    public var source: UInt32
    /// The receiver, as it lies in memory.
    public var destination: UInt32

    /// All bytes zero: a place to read into.
    @inlinable @inline(__always)
    public static var empty: IPv4Header { IPv4Header(0) }

    @inlinable @inline(__always)
    init(_ zero: UInt8) {
        versionAndLength = zero
        trafficClass = zero
        totalLength = BigEndian(bits: 0)
        identification = BigEndian(bits: 0)
        fragment = BigEndian(bits: 0)
        timeToLive = zero
        transport = zero
        checksum = 0
        source = 0
        destination = 0
    }

    /// Makes a header of 20 bytes for a packet that is never cut into fragments, with its checksum.
    @inlinable @inline(__always)
    public init(
        totalLength: UInt16,
        timeToLive: UInt8,
        transport: UInt8,
        source: UInt32,
        destination: UInt32
    ) {
        self.init(0)
        versionAndLength = 0x45
        self.totalLength = BigEndian(totalLength)
        fragment = BigEndian(0x4000)
        self.timeToLive = timeToLive
        self.transport = transport
        self.source = source
        self.destination = destination
        var sum = Checksum()
        sum.add(UInt16(versionAndLength))
        sum.add(self.totalLength.bits)
        sum.add(fragment.bits)
        sum.add(UInt16(timeToLive) | UInt16(transport) &<< 8)
        sum.add(source)
        sum.add(destination)
        checksum = sum.folded
    }

    /// The IP version that the header claims.
    @inlinable @inline(__always)
    public var version: UInt8 { versionAndLength &>> 4 }

    /// The header's length with its options, in bytes: 0 to 60.
    @inlinable @inline(__always)
    public var headerLength: UInt { UInt(versionAndLength & 0x0f) &* 4 }

    /// Whether the packet is a fragment other than the first: it has no transport header.
    @inlinable @inline(__always)
    public var isLaterFragment: Bool { fragment.bits & BigEndian<UInt16>(0x1fff).bits != 0 }

    /// Whether the packet is a fragment: more follow, or its offset is not zero.
    @inlinable @inline(__always)
    public var isFragment: Bool { fragment.bits & BigEndian<UInt16>(0x3fff).bits != 0 }
}
