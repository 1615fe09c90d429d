import PacketFormats

/// What the fragments of one datagram share (RFC 791 section 3.2, RFC 8200 section 4.5).
@frozen
public struct FragmentKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The sender.
    public var source: AddressBits
    /// The receiver.
    public var destination: AddressBits
    /// The datagram's identification, as it lies in memory; IPv4 has 16 bits of it.
    public var identification: UInt32
    /// The protocol of the fragmentable part.
    public var transport: UInt8
    /// Zero.
    public var reserved0: UInt8
    /// Zero.
    public var reserved1: UInt16

    /// Makes a key with its unused bytes zero.
    @inlinable @inline(__always)
    public init(
        source: AddressBits,
        destination: AddressBits,
        identification: UInt32,
        transport: UInt8
    ) {
        self.source = source
        self.destination = destination
        self.identification = identification
        self.transport = transport
        reserved0 = 0
        reserved1 = 0
    }
}

/// What only the first fragment of a datagram says.
@frozen
public struct FragmentEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// When the entry is void, on the kernel's monotonic clock in nanoseconds.
    public var expires: UInt64
    /// The sender's port.
    public var sourcePort: BigEndian<UInt16>
    /// The receiver's port.
    public var destinationPort: BigEndian<UInt16>
    /// The transport, which may lie behind extension headers of the first fragment.
    public var transport: UInt8
    /// Zero.
    public var reserved0: UInt8
    /// Zero.
    public var reserved1: UInt16

    /// Makes an entry with its unused bytes zero.
    @inlinable @inline(__always)
    public init(
        expires: UInt64,
        sourcePort: BigEndian<UInt16>,
        destinationPort: BigEndian<UInt16>,
        transport: UInt8
    ) {
        self.expires = expires
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.transport = transport
        reserved0 = 0
        reserved1 = 0
    }
}

/// A place in the fragments table, of 64 bytes: a datagram, and what its first fragment said.
@frozen
public struct FragmentPlace: Sendable, BitwiseCopyable {
    /// The seal of the datagram and its entry: what two CPUs wrote at the same time, or one wrote
    /// while another read, has another.
    public var seal: UInt64
    /// What the first fragment said.
    public var entry: FragmentEntry
    /// The datagram.
    public var datagram: FragmentKey
}

/// The places that a datagram may have, and at their head what tells which of them it has.
///
/// With a thousand datagrams under way, five are in one set in one of a million cases.
@frozen
public struct FragmentSet: Sendable, BitwiseCopyable {
    /// When the entry of each place ends.
    public var ends: InlineArray<4, UInt64>
    /// A part of the hash of the datagram that has each place; 0 while none has it.
    public var tags: InlineArray<4, UInt32>
    /// Zero; the places begin with the next cache line.
    public var reserved: InlineArray<2, UInt64>
    /// The places in order.
    public var places: InlineArray<4, FragmentPlace>

    /// How many places a set has.
    @inlinable @inline(__always)
    public static var count: UInt32 { 4 }
    /// How many bytes there are before the places.
    @inlinable @inline(__always)
    public static var headLength: Int { 64 }
}

/// The fragments table: datagrams whose first fragment was forwarded.
///
/// An array of sets, since a hash table that lets its oldest entry go costs as much as several
/// packets. A datagram has one of the places of its set; the oldest there goes when one more comes,
/// so what fragments can take of the memory is bounded.
public enum Fragments: MapDeclaration {
    /// The number of the set.
    public typealias Key = UInt32
    /// The set.
    public typealias Value = FragmentSet
    /// The map's name.
    @inlinable
    public static var name: StaticString { "fragments" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .array }
    /// The count of sets.
    @inlinable @inline(__always)
    public static var capacity: UInt32 { Limits.fragments / FragmentSet.count }
    /// Of whole pages, so that a place is a cache line.
    @inlinable
    public static var flags: UInt32 { MapFlags.isMappable }

    /// The hash of a datagram.
    @inlinable @inline(__always)
    public static func hash(of datagram: FragmentKey) -> UInt64 {
        let word = UInt64(datagram.identification) | UInt64(datagram.transport) &<< 32
        return PlaceHash.value(datagram.source, datagram.destination, word)
    }

    /// The set of a datagram's hash.
    @inlinable @inline(__always)
    public static func set(of hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: ((hash &>> 32) &* UInt64(capacity)) &>> 32)
    }

    /// What says that an entry belongs to the datagram of a hash: another datagram's, or one of
    /// which a part was written, has it in one of 2^64 cases.
    @inlinable @inline(__always)
    public static func seal(_ hash: UInt64, _ entry: FragmentEntry) -> UInt64 {
        let ports = UInt64(entry.sourcePort.bits) | UInt64(entry.destinationPort.bits) &<< 16
        let word = ports | UInt64(entry.transport) &<< 32
        let product = (hash ^ entry.expires) &* 0x9e37_79b9_7f4a_7c15
        return (product ^ (product &>> 32) ^ word) &* 0xd6e8_feb8_6659_fd93
    }

    /// What tells the datagram from most others of its set; never 0.
    ///
    /// Of the bits in the middle: the highest choose the set, the lowest depend on little.
    @inlinable @inline(__always)
    public static func tag(of hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: hash &>> 16) | 1
    }
}
