import PacketFormats

/// A flow of a rule: its two ends in an order that both directions agree on, and its transport.
///
/// The rule is part of it, so that a pin never speaks for another rule.
@frozen
public struct FlowKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The address of the first end.
    public var first: AddressBits
    /// The address of the second end.
    public var second: AddressBits
    /// The port of the first end.
    public var firstPort: BigEndian<UInt16>
    /// The port of the second end.
    public var secondPort: BigEndian<UInt16>
    /// The IP protocol number.
    public var transport: UInt8
    /// Zero.
    public var reserved: UInt8
    /// The index of the rule's counters.
    public var rule: UInt16

    /// Makes a key with its unused bytes zero, of ends that are in order.
    @inlinable @inline(__always)
    public init(
        first: AddressBits,
        second: AddressBits,
        firstPort: BigEndian<UInt16>,
        secondPort: BigEndian<UInt16>,
        transport: UInt8,
        rule: UInt16
    ) {
        self.first = first
        self.second = second
        self.firstPort = firstPort
        self.secondPort = secondPort
        self.transport = transport
        reserved = 0
        self.rule = rule
    }

    /// The fields after the addresses in one word, so that they are compared at once.
    @inlinable @inline(__always)
    var ends: UInt64 {
        UInt64(firstPort.bits) | UInt64(secondPort.bits) &<< 16 | UInt64(transport) &<< 32
            | UInt64(reserved) &<< 40 | UInt64(rule) &<< 48
    }

    /// Whether two flows are the same.
    @inlinable @inline(__always)
    public static func == (left: FlowKey, right: FlowKey) -> Bool {
        left.first == right.first && left.second == right.second && left.ends == right.ends
    }
}

/// Where a flow stays, and how its packets are rewritten, for as long as it is seen.
@frozen
public struct PinEntry: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// When the pin is void, on the kernel's monotonic clock in nanoseconds.
    public var expires: UInt64
    /// The backend.
    public var backend: UInt16
    /// The port that the flow's packets get; 0 leaves theirs.
    public var backendPort: BigEndian<UInt16>
    /// Whether the flow's packets keep the frontend's address, and whether the flow is closing.
    public var options: PinOptions
    /// Zero.
    public var reserved: UInt16
    /// The TCP sequence number that the client will send next.
    public var sequence: UInt32
    /// The TCP sequence number that the client expects next.
    public var acknowledgement: UInt32

    /// Makes a pin with its unused bytes zero.
    @inlinable @inline(__always)
    public init(
        expires: UInt64,
        backend: UInt16,
        backendPort: BigEndian<UInt16>,
        options: PinOptions,
        sequence: UInt32 = 0,
        acknowledgement: UInt32 = 0
    ) {
        self.expires = expires
        self.backend = backend
        self.backendPort = backendPort
        self.options = options
        reserved = 0
        self.sequence = sequence
        self.acknowledgement = acknowledgement
    }

    /// Moves the numbers on, never back: segments may come late or twice.
    @inlinable @inline(__always)
    public mutating func advance(sequence: UInt32, acknowledgement: UInt32) {
        if Int32(bitPattern: sequence &- self.sequence) > 0 { self.sequence = sequence }
        if Int32(bitPattern: acknowledgement &- self.acknowledgement) > 0 {
            self.acknowledgement = acknowledgement
        }
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
