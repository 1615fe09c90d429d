import Tables

/// The tables that a decision reads: kernel maps in the packet program, memory everywhere else.
public protocol TableAccess {
    /// The rule, or the bare address, that a destination selects.
    func frontend(_ key: FrontendKey) -> UnsafeMutablePointer<FrontendEntry>?
    /// The rule of a next-hop frontend.
    func transit(_ key: TransitKey) -> UnsafeMutablePointer<FrontendEntry>?
    /// What a reply's source becomes.
    func reply(_ key: ReplyKey) -> UnsafeMutablePointer<ReplyEntry>?
    /// The first of the `Limits.slots` slots of a lookup table.
    func lookupSlots(_ lookupTable: UInt32) -> UnsafeMutablePointer<LookupSlot>?
    /// A backend by the index that slots hold.
    func backend(_ index: UInt32) -> UnsafeMutablePointer<BackendEntry>?
    /// An interface that the packet program runs on.
    func interface(_ index: UInt32) -> UnsafeMutablePointer<InterfaceEntry>?
    /// A rule's counters, of this CPU.
    func counters(_ rule: UInt32) -> UnsafeMutablePointer<RuleCounters>?
}
