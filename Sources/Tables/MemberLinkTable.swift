import PacketFormats

/// A machine of a rule that this node is a member of, by the Ethernet address of its frames.
@frozen
public struct MemberLinkKey: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The index of the rule's counters.
    public var rule: UInt16
    /// The frame's source.
    public var ethernet: EthernetAddress

    /// Makes a key.
    @inlinable @inline(__always)
    public init(rule: UInt32, ethernet: EthernetAddress) {
        self.rule = UInt16(truncatingIfNeeded: rule)
        self.ethernet = ethernet
    }
}

/// The member links: the members of rules that this node is itself a member of.
///
/// Such a member may be a node that balances the same rule. What it sends here has been balanced
/// already, and sent on it could go round for ever: direct delivery takes no hop off a packet.
public enum MemberLinks: MapDeclaration {
    /// The rule and the member's Ethernet address.
    public typealias Key = MemberLinkKey
    /// The backend's index.
    public typealias Value = UInt32
    /// The map's name.
    @inlinable
    public static var name: StaticString { "member_links" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.memberLinks }
    /// Memory on demand.
    @inlinable
    public static var flags: UInt32 { MapFlags.allocatesOnDemand }
}
