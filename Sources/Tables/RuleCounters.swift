/// What a rule has done, counted by each CPU on its own.
@frozen
public struct RuleCounters: Sendable, BitwiseCopyable {
    /// Packets forwarded to members.
    public var packets: UInt64
    /// Their length in bytes, from the Ethernet header to the end of the IP packet.
    public var bytes: UInt64
    /// Those among them that open a TCP connection.
    public var synPackets: UInt64
    /// Replies whose source was restored.
    public var replyPackets: UInt64
    /// Flows that could not be pinned because the table is full; they were forwarded by hash.
    public var unpinnedFlows: UInt64
    /// Echo requests that the packet program answered.
    public var echoReplies: UInt64
    /// Packets not forwarded, by `DropReason`.
    public var drops: InlineArray<16, UInt64>

    /// Makes counters that stand at zero.
    public init() {
        packets = 0
        bytes = 0
        synPackets = 0
        replyPackets = 0
        unpinnedFlows = 0
        echoReplies = 0
        drops = InlineArray(repeating: 0)
    }
}

/// The counters: rule index to counts.
///
/// Index 0 counts for addresses without a rule.
public enum RuleCounts: MapDeclaration {
    /// The rule's index.
    public typealias Key = UInt32
    /// The counts.
    public typealias Value = RuleCounters
    /// The map's name.
    @inlinable
    public static var name: StaticString { "rule_counters" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .perCPUArray }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.rules }
}
