public import Addresses
public import Resources

/// The chains of all packet filters of a guest.
public struct FirewallRules: Hashable, Sendable {
    /// The chains, base chains and others.
    public var chains: [FirewallChain] = []

    /// Makes rules that filter nothing.
    public init() {}

    /// What the rules do with a new connection.
    public enum Decision: Hashable, Sendable {
        /// Every filter lets it through.
        case accepted
        /// This chain drops it.
        case dropped(by: FirewallChain)
        /// This chain may drop it: a condition could not be decided.
        case undecided(by: FirewallChain)
    }

    /// A packet that opens a connection from anywhere to a frontend.
    public struct Packet: Hashable, Sendable {
        /// The destination.
        public let address: IPAddress
        /// The transport; `all` stands for any.
        public let transport: TransportProtocol
        /// The destination port.
        public let port: UInt16
        /// The interface that it comes in by; `nil` when that is not known.
        public let interface: String?

        /// Makes a packet from its parts.
        public init(
            address: IPAddress,
            transport: TransportProtocol,
            port: UInt16,
            interface: String?
        ) {
            self.address = address
            self.transport = transport
            self.port = port
            self.interface = interface
        }
    }

    /// What becomes of the packet in every base chain that drops it, or may; empty when none does.
    public func obstacles(for packet: Packet) -> [Decision] {
        chains.filter { $0.isBase && $0.versions.contains(packet.address.version) }
            .compactMap { chain in
                var walk = FirewallWalk(chains: chains, packet: packet)
                let decision = walk.run(chain)
                return decision == .accepted ? nil : decision
            }
    }
}

/// One packet's way through one base chain.
struct FirewallWalk {
    let chains: [FirewallChain]
    let packet: FirewallRules.Packet
    /// Whether a rule that could not be decided may have accepted, or dropped, before.
    private var mayBeAccepted = false
    private var mayBeDropped = false
    /// Chains may call each other in no circle, and the kernel allows no deeper calls.
    private static let maximumDepth = 16

    init(chains: [FirewallChain], packet: FirewallRules.Packet) {
        self.chains = chains
        self.packet = packet
    }

    mutating func run(_ base: FirewallChain) -> FirewallRules.Decision {
        let isAccepted: Bool
        switch visit(base, depth: 0) {
        case .accept: isAccepted = true
        case .drop: isAccepted = false
        default: isAccepted = !base.dropsByDefault
        }
        if isAccepted { return mayBeDropped ? .undecided(by: base) : .accepted }
        return mayBeAccepted ? .undecided(by: base) : .dropped(by: base)
    }

    /// The verdict of a chain; `nil` when it has none and its caller goes on.
    private mutating func visit(_ chain: FirewallChain, depth: Int) -> FirewallChain.Verdict? {
        for rule in chain.rules {
            let match = matches(rule)
            if match == false { continue }
            switch rule.verdict {
            case .accept, .drop:
                if match == true { return rule.verdict }
                note(rule.verdict)
            case .leave:
                if match == true { return nil }
                note(.unknown)
            case .jump(let name, let isFinal):
                let target = chains.first {
                    $0.name == name && $0.table == chain.table && $0.place.isLike(chain.place)
                }
                guard let target, depth < Self.maximumDepth else {
                    note(.unknown)
                    continue
                }
                let verdict = visit(target, depth: depth + 1)
                if match == true {
                    if let verdict { return verdict }
                    if isFinal { return nil }
                } else if let verdict {
                    note(verdict)
                }
            case .unknown: note(.unknown)
            }
        }
        return nil
    }

    private mutating func note(_ verdict: FirewallChain.Verdict) {
        if verdict != .drop { mayBeAccepted = true }
        if verdict != .accept { mayBeDropped = true }
    }

    /// Whether the packet meets all conditions; `nil` when that cannot be decided.
    private func matches(_ rule: FirewallChain.Rule) -> Bool? {
        var isCertain = true
        for condition in rule.conditions {
            switch meets(condition) {
            case false: return false
            case nil: isCertain = false
            default: break
            }
        }
        return isCertain ? true : nil
    }

    private func meets(_ condition: FirewallChain.Condition) -> Bool? {
        switch condition {
        case .transport(let names, let isNegated):
            if packet.transport == .all { return nil }
            return names.contains(packet.transport == .tcp ? "tcp" : "udp") != isNegated
        case .port(let ranges, let isNegated):
            if packet.transport == .all { return nil }
            return ranges.contains { $0.contains(packet.port) } != isNegated
        case .destination(let prefixes, let isNegated):
            return prefixes.contains { $0.contains(packet.address) } != isNegated
        case .version(let version): return packet.address.version == version
        case .interface(let names, let isNegated):
            guard let interface = packet.interface else {
                // Whichever it is, it is not the loopback interface.
                return names == [GuestState.loopback] ? isNegated : nil
            }
            return names.contains(interface) != isNegated
        case .state(let includesNew): return includesNew
        case .unknown: return nil
        }
    }
}

extension FirewallOpening.Place {
    /// Whether both are chains of the same program's same table.
    fileprivate func isLike(_ other: FirewallOpening.Place) -> Bool {
        switch (self, other) {
        case (.nftables(let family, let table, _), .nftables(let theirs, let other, _)):
            family == theirs && table == other
        default: self == other
        }
    }
}
