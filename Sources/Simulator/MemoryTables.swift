import Forwarding
import PacketFormats
import Planning
import Tables

/// The forwarding tables in memory, with the kernel maps' behaviour.
///
/// Not thread-safe: one simulation owns its tables, as one CPU owns its packet.
public final class MemoryTables: TableAccess {
    let frontends = StableStorage<FrontendKey, FrontendEntry>()
    private let transits = StableStorage<TransitKey, FrontendEntry>()
    let formerRules = StableStorage<UInt32, FrontendEntry>()
    private let memberLinks = StableStorage<MemberLinkKey, UInt32>()
    private let replies = StableStorage<ReplyKey, ReplyEntry>()
    let backends = StableStorage<UInt32, BackendEntry>()
    private let interfaces = StableStorage<UInt32, InterfaceEntry>()
    private let ruleCounters = StableStorage<UInt32, RuleCounters>()
    let pins = StableStorage<FlowKey, PinEntry>()
    let pinCopies = StableStorage<UInt32, CachedPin>()
    let handshakes = StableStorage<FlowKey, PinEntry>()
    private let fragments = StableStorage<FragmentKey, FragmentEntry>()
    private var lookupTables: [UInt32: UnsafeMutablePointer<LookupSlot>] = [:]

    /// How many flows can be pinned; tests fill a smaller table.
    public var pinLimit = Int(Limits.pins)

    /// Makes tables that hold an image.
    public init(_ image: TableImage) {
        for (key, entry) in image.frontends { frontends.set(key, entry) }
        for (key, entry) in image.transits { transits.set(key, entry) }
        for (rule, entry) in image.formerRules { formerRules.set(rule, entry) }
        for (key, index) in image.memberLinks { memberLinks.set(key, index) }
        for (key, entry) in image.replies { replies.set(key, entry) }
        for (index, entry) in image.backends { backends.set(UInt32(index), entry) }
        for (index, entry) in image.interfaces { interfaces.set(index, entry) }
        for (index, slots) in image.lookupTables {
            let pointer = UnsafeMutablePointer<LookupSlot>.allocate(capacity: Limits.slots)
            pointer.initialize(from: slots, count: min(slots.count, Limits.slots))
            lookupTables[index] = pointer
        }
    }

    deinit {
        for pointer in lookupTables.values { pointer.deallocate() }
    }

    /// The rule, or the bare address, that a destination selects.
    public func frontend(_ key: FrontendKey) -> UnsafeMutablePointer<FrontendEntry>? {
        frontends[key]
    }

    /// The rule of a next-hop frontend.
    public func transit(_ key: TransitKey) -> UnsafeMutablePointer<FrontendEntry>? {
        transits[key]
    }

    /// What a rule was before its last change.
    public func former(_ rule: UInt32) -> UnsafeMutablePointer<FrontendEntry>? {
        formerRules[rule]
    }

    /// The backend of a member of a rule that this node is a member of too.
    public func memberLink(_ key: MemberLinkKey) -> UnsafeMutablePointer<UInt32>? {
        memberLinks[key]
    }

    /// What a reply's source becomes.
    public func reply(_ key: ReplyKey) -> UnsafeMutablePointer<ReplyEntry>? {
        replies[key]
    }

    /// The slots of a lookup table.
    public func lookupSlots(_ lookupTable: UInt32) -> UnsafeMutablePointer<LookupSlot>? {
        lookupTables[lookupTable]
    }

    /// A backend; as in a kernel array, an index that was never written reads as zeros.
    public func backend(_ index: UInt32) -> UnsafeMutablePointer<BackendEntry>? {
        guard index < Limits.backends else { return nil }
        if backends[index] == nil {
            let empty = BackendEntry(
                address: AddressBits(high: 0, low: 0),
                destination: .unknown,
                source: .unknown,
                interface: 0
            )
            backends.set(index, empty)
        }
        return backends[index]
    }

    /// The ports of a datagram that came in fragments.
    public func fragment(_ datagram: FragmentKey) -> FragmentEntry? {
        fragments[datagram]?.pointee
    }

    /// Remembers the ports of a first fragment.
    public func setFragment(_ datagram: FragmentKey, _ entry: FragmentEntry) {
        fragments.set(datagram, entry)
    }

    /// An interface that the packet program runs on.
    public func interface(_ index: UInt32) -> UnsafeMutablePointer<InterfaceEntry>? {
        interfaces[index]
    }

    /// A rule's counters, which stand at zero until the rule counts.
    public func counters(_ rule: UInt32) -> UnsafeMutablePointer<RuleCounters>? {
        guard rule < Limits.rules else { return nil }
        if ruleCounters[rule] == nil { ruleCounters.set(rule, RuleCounters()) }
        return ruleCounters[rule]
    }
}
