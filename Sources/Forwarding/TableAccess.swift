import Tables

/// The tables that a decision reads: kernel maps in the packet program, memory everywhere else.
public protocol TableAccess {
    /// The rule, or the bare address, that a destination selects.
    func frontend(_ key: FrontendKey) -> UnsafeMutablePointer<FrontendEntry>?
    /// The rule of a next-hop frontend.
    func transit(_ key: TransitKey) -> UnsafeMutablePointer<FrontendEntry>?
    /// What a rule was before its last change, while flows of that time may go on.
    func former(_ rule: UInt32) -> UnsafeMutablePointer<FrontendEntry>?
    /// The backend of a member of a rule that this node is a member of too.
    func memberLink(_ key: MemberLinkKey) -> UnsafeMutablePointer<UInt32>?
    /// What a reply's source becomes.
    func reply(_ key: ReplyKey) -> UnsafeMutablePointer<ReplyEntry>?
    /// The first of the `Limits.slots` slots of a lookup table.
    func lookupSlots(_ lookupTable: UInt32) -> UnsafeMutablePointer<LookupSlot>?
    /// Where a flow stays, by a copy of its pin whose time is not over at `now`.
    func cachedPin(_ flow: FlowKey, at now: UInt64) -> UnsafeMutablePointer<PinEntry>?
    /// Where a flow stays, also when its pin's time is over.
    func pin(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>?
    /// Pins a flow; false when the table is full.
    func setPin(_ flow: FlowKey, _ entry: PinEntry) -> Bool
    /// Keeps a copy of a flow's pin at hand, if there is a place for it.
    func cachePin(_ flow: FlowKey, _ pin: UnsafeMutablePointer<PinEntry>, at now: UInt64)
    /// Has a flow's pin, of which this or a copy was found, end at another time, if it was to end at
    /// the one given; what else the copy says becomes the pin's.
    func renewPin(
        _ flow: FlowKey,
        _ pin: UnsafeMutablePointer<PinEntry>,
        from expires: UInt64,
        to renewed: UInt64
    )
    /// Takes a flow's pin away, if it has one, and the copy.
    func removePin(_ flow: FlowKey, at now: UInt64)
    /// Where a flow's SYN went, while nothing else of the flow was seen.
    func handshake(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>?
    /// Remembers where a flow's SYN went; an older handshake may go for it.
    func setHandshake(_ flow: FlowKey, _ entry: PinEntry)
    /// Forgets a flow's SYN.
    func removeHandshake(_ flow: FlowKey)
    /// The ports of a datagram that came in fragments.
    func fragment(_ datagram: FragmentKey) -> FragmentEntry?
    /// Remembers the ports of a first fragment; an older datagram may go for it.
    func setFragment(_ datagram: FragmentKey, _ entry: FragmentEntry)
    /// A backend by the index that slots hold.
    func backend(_ index: UInt32) -> UnsafeMutablePointer<BackendEntry>?
    /// An interface that the packet program runs on.
    func interface(_ index: UInt32) -> UnsafeMutablePointer<InterfaceEntry>?
    /// A rule's counters, of this CPU.
    func counters(_ rule: UInt32) -> UnsafeMutablePointer<RuleCounters>?
}
