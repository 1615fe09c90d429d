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

/// The fragments table: datagrams whose first fragment was forwarded.
///
/// The oldest goes when one more comes, so what fragments can take of the memory is bounded.
public enum Fragments: MapDeclaration {
    /// The datagram.
    public typealias Key = FragmentKey
    /// Its ports.
    public typealias Value = FragmentEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "fragments" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .leastRecentlyUsedHash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.fragments }
}
