import PacketFormats

/// A flow's two ends and its transport.
@frozen
public struct FlowKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The sender.
    public var source: AddressBits
    /// The receiver.
    public var destination: AddressBits
    /// The sender's port.
    public var sourcePort: BigEndian<UInt16>
    /// The receiver's port.
    public var destinationPort: BigEndian<UInt16>
    /// The IP protocol number.
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
        sourcePort: BigEndian<UInt16>,
        destinationPort: BigEndian<UInt16>,
        transport: UInt8
    ) {
        self.source = source
        self.destination = destination
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.transport = transport
        reserved0 = 0
        reserved1 = 0
    }
}

/// Where a flow stays, for as long as it is seen.
@frozen
public struct PinEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// When the pin is void, on the kernel's monotonic clock in nanoseconds.
    public var expires: UInt64
    /// The rule that pinned the flow; for another rule the pin is void.
    public var rule: UInt32
    /// The slot of the rule's lookup table that the flow hashes to.
    public var slot: UInt32
    /// The backend.
    public var backend: UInt16
    /// 1 after the client's FIN, else 0.
    public var isClosing: UInt16
    /// Zero.
    public var reserved: UInt32

    /// Makes a pin with its unused bytes zero.
    @inlinable @inline(__always)
    public init(expires: UInt64, rule: UInt32, slot: UInt32, backend: UInt16, isClosing: UInt16 = 0)
    {
        self.expires = expires
        self.rule = rule
        self.slot = slot
        self.backend = backend
        self.isClosing = isClosing
        reserved = 0
    }
}

/// The pins table: flows of unsettled slots, and of rules that track flows.
///
/// Entries are made on demand, so a node that nothing changes on spends no memory on flows.
public enum Pins: MapDeclaration {
    /// The flow.
    public typealias Key = FlowKey
    /// Where it stays.
    public typealias Value = PinEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "pins" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.pins }
    /// Memory on demand.
    @inlinable
    public static var flags: UInt32 { MapFlags.allocatesOnDemand }
}

/// The handshakes table: flows of which only the SYN was seen.
///
/// Apart from the pins, so that a flood of SYNs lets other SYNs go and no established flow.
public enum Handshakes: MapDeclaration {
    /// The flow.
    public typealias Key = FlowKey
    /// Where its SYN went.
    public typealias Value = PinEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "handshakes" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .leastRecentlyUsedHash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.handshakes }
}
