import Tables

/// All maps of the packet program.
public struct ForwardingMaps: Sendable {
    /// Destination to rule.
    public let frontends: LoadedMap<Frontends>
    /// What each CPU keeps of the frontends table.
    public let frontendCache: LoadedMap<FrontendCache>
    /// Which state of the frontends table the CPUs may have kept entries of.
    public let frontendEpoch: LoadedMap<FrontendEpoch>
    /// Next-hop frontends.
    public let transits: LoadedMap<Transits>
    /// Sources of replies to restore.
    public let replies: LoadedMap<Replies>
    /// Backends by index.
    public let backends: LoadedMap<Backends>
    /// Lookup tables by index.
    public let lookupTables: LoadedMap<LookupTables>
    /// Interfaces that the program runs on.
    public let interfaces: LoadedMap<Interfaces>
    /// Interfaces to redirect to.
    public let egress: LoadedMap<Egress>
    /// Counters by rule.
    public let counters: LoadedMap<RuleCounts>

    /// Flows that stay where they began.
    public let pins: LoadedMap<Pins>
    /// Copies of some of `pins`.
    public let pinCache: LoadedMap<PinCache>
    /// Flows of which only the SYN was seen.
    public let handshakes: LoadedMap<Handshakes>

    /// What rules were before their last change.
    public let formerRules: LoadedMap<FormerRules>
    /// The members of rules that this node is a member of.
    public let memberLinks: LoadedMap<MemberLinks>
    /// Datagrams that came in fragments.
    public let fragments: LoadedMap<Fragments>

    /// The pins, with the copies of some.
    public var flowPins: FlowPins { FlowPins(pins, pinCache) }

    /// Every map by its name, for the loader and for pinning.
    public let handles: [String: Handle]

    /// Creates all maps, empty.
    public static func create() throws(BPFError) -> ForwardingMaps {
        let inner = try MapFactory.lookupTable()
        var handles: [String: Handle] = [:]
        for map in MapCatalog.all {
            let isOuter = map.kind == .arrayOfMaps
            handles[map.name] = try MapFactory.create(map, inner: isOuter ? inner.handle : nil)
        }
        return try ForwardingMaps(handles: handles)
    }

    /// Takes maps that were opened by name.
    public init(handles: [String: Handle]) throws(BPFError) {
        func map<Declaration: MapDeclaration>(
            _ declaration: Declaration.Type
        ) throws(BPFError) -> LoadedMap<Declaration> {
            let name = "\(Declaration.name)"
            guard let handle = handles[name] else {
                throw .unknownMap(program: "apus_forward", map: name)
            }
            return LoadedMap(handle: handle)
        }
        self.handles = handles
        frontends = try map(Frontends.self)
        frontendCache = try map(FrontendCache.self)
        frontendEpoch = try map(FrontendEpoch.self)
        transits = try map(Transits.self)
        replies = try map(Replies.self)
        backends = try map(Backends.self)
        lookupTables = try map(LookupTables.self)
        interfaces = try map(Interfaces.self)
        egress = try map(Egress.self)
        counters = try map(RuleCounts.self)
        pins = try map(Pins.self)
        pinCache = try map(PinCache.self)
        handshakes = try map(Handshakes.self)
        fragments = try map(Fragments.self)
        memberLinks = try map(MemberLinks.self)
        formerRules = try map(FormerRules.self)
    }
}
