import PacketFormats
import Tables

/// The complete contents of all forwarding tables, as a value.
public struct TableImage: Equatable, Sendable {
    /// Rules and bare frontend addresses by destination.
    public var frontends: [FrontendKey: FrontendEntry] = [:]
    /// Rules of next-hop frontends by their Ethernet address.
    public var transits: [TransitKey: FrontendEntry] = [:]
    /// What rules were before their last change, by the index of their counters.
    public var formerRules: [UInt32: FrontendEntry] = [:]
    /// The backends of other members of rules that this node is a member of.
    public var memberLinks: [MemberLinkKey: UInt32] = [:]
    /// What the sources of replies become.
    public var replies: [ReplyKey: ReplyEntry] = [:]
    /// Backends by the index that slots hold; 0 is never used.
    public var backends: [UInt16: BackendEntry] = [:]
    /// The slots of each lookup table, `Limits.slots` of them.
    public var lookupTables: [UInt32: [LookupSlot]] = [:]
    /// The interfaces that the packet program runs on, by index.
    public var interfaces: [UInt32: InterfaceEntry] = [:]
    /// The indices of interfaces that packets can be redirected to.
    public var egress: Set<UInt32> = []

    /// Makes empty tables.
    public init() {}
}
