import PacketFormats

/// The source of a reply that must be restored: member address, backend port and transport.
@frozen
public struct ReplyKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The reply's source address.
    public var address: AddressBits
    /// The reply's source port; 0 for all ports.
    public var port: BigEndian<UInt16>
    /// The IP protocol number; 0 for all.
    public var transport: UInt8
    /// Zero.
    public var reserved0: UInt8
    /// Zero.
    public var reserved1: UInt32

    /// Makes a key with its unused bytes zero.
    @inlinable @inline(__always)
    public init(address: AddressBits, port: BigEndian<UInt16>, transport: UInt8) {
        self.address = address
        self.port = port
        self.transport = transport
        reserved0 = 0
        reserved1 = 0
    }

    /// The key that marks an address of this node, which replies to it are not restored for.
    ///
    /// The table's other keys have a protocol that a rule may have, or 0; 255 is reserved (IANA).
    @inlinable @inline(__always)
    public init(node address: AddressBits) {
        self.init(address: address, port: BigEndian(bits: 0), transport: 255)
    }
}

/// What a reply's source becomes.
@frozen
public struct ReplyEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The frontend address.
    public var address: AddressBits
    /// The index of the rule's counters.
    public var rule: UInt32
    /// The frontend port; 0 leaves the packet's port.
    public var port: BigEndian<UInt16>
    /// Zero.
    public var reserved: UInt16

    /// The entry of an address of this node: nothing is restored by it.
    public static let node = ReplyEntry(
        address: AddressBits(high: 0, low: 0),
        rule: 0,
        port: BigEndian(bits: 0)
    )

    /// Makes an entry with its unused bytes zero.
    public init(address: AddressBits, rule: UInt32, port: BigEndian<UInt16>) {
        self.address = address
        self.rule = rule
        self.port = port
        reserved = 0
    }
}

/// The replies table: stateless, because without floating IP a member's port serves one rule only.
public enum Replies: MapDeclaration {
    /// The reply's source.
    public typealias Key = ReplyKey
    /// The frontend.
    public typealias Value = ReplyEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "replies" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.replies }
}
