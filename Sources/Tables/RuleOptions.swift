/// How a rule treats a packet, as bits that the packet program tests.
@frozen
public struct RuleOptions: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public let rawValue: UInt16

    /// Makes options from bits.
    @inlinable @inline(__always)
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// There is a rule; without this bit the entry only marks a frontend address.
    @inlinable @inline(__always)
    public static var hasRule: RuleOptions { RuleOptions(rawValue: 1) }
    /// The destination address stays: floating IP (direct server return).
    @inlinable @inline(__always)
    public static var floatingIP: RuleOptions { RuleOptions(rawValue: 2) }
    /// The hash takes the ports: `loadDistribution` `Default`.
    @inlinable @inline(__always)
    public static var hashesPorts: RuleOptions { RuleOptions(rawValue: 4) }
    /// The hash takes the transport: `Default` and `SourceIPProtocol`.
    @inlinable @inline(__always)
    public static var hashesTransport: RuleOptions { RuleOptions(rawValue: 8) }
    /// Every flow is pinned, also in settled slots: connection tracking.
    @inlinable @inline(__always)
    public static var tracksFlows: RuleOptions { RuleOptions(rawValue: 32) }
    /// The rule has a former entry, which flows without a pin began under.
    @inlinable @inline(__always)
    public static var hasFormer: RuleOptions { RuleOptions(rawValue: 128) }
    /// Whether the rule's flows may be pinned also where their slot has settled.
    @inlinable @inline(__always)
    public var remembersFlows: Bool { rawValue & (32 | 128) != 0 }
    /// The frontend address answers echo requests: a rule of it has a member for new flows.
    @inlinable @inline(__always)
    public static var answersEcho: RuleOptions { RuleOptions(rawValue: 64) }
    /// The frontend address answers echo requests by an error: its rules have members, all down.
    @inlinable @inline(__always)
    public static var reportsUnreachable: RuleOptions { RuleOptions(rawValue: 256) }
    /// This node is itself a member of the rule.
    @inlinable @inline(__always)
    public static var hasLocalMember: RuleOptions { RuleOptions(rawValue: 512) }
    /// Both ends of a flow that was silent for the idle timeout get a reset: `enableTcpReset`.
    ///
    /// Only the control plane looks at it; the packet program keeps the flow's pin.
    @inlinable @inline(__always)
    public static var resetsIdleFlows: RuleOptions { RuleOptions(rawValue: 1024) }
    /// Both directions of a flow hash alike: rules that packets can travel through.
    @inlinable @inline(__always)
    public static var symmetric: RuleOptions { RuleOptions(rawValue: 16) }
}
