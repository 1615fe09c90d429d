public import Addresses

/// A chain of a packet filter, as far as Apus understands it.
public struct FirewallChain: Hashable, Sendable {
    /// What makes a rule apply, which takes all of its conditions.
    public enum Condition: Hashable, Sendable {
        /// One of these IP protocols by name: `tcp`, `udp`, `icmp` and others.
        case transport(Set<String>, isNegated: Bool)
        /// A destination port in one of these ranges.
        case port([ClosedRange<UInt16>], isNegated: Bool)
        /// A destination address in one of these ranges.
        case destination([IPPrefix], isNegated: Bool)
        /// A packet of this family.
        case version(IPVersion)
        /// Arrival by one of these interfaces.
        case interface(Set<String>, isNegated: Bool)
        /// Connection tracking states of which `new` is one, or is none.
        case state(includesNew: Bool)
        /// Something that cannot be decided here.
        case unknown
    }

    /// What a rule does with a packet that matches.
    public enum Verdict: Hashable, Sendable {
        /// Lets it through this hook.
        case accept
        /// Drops or rejects it.
        case drop
        /// Goes on in another chain, and comes back unless `isFinal`.
        case jump(String, isFinal: Bool)
        /// Goes back to the calling chain.
        case leave
        /// Decides in a way that Apus does not understand.
        case unknown
    }

    /// A rule of the chain.
    public struct Rule: Hashable, Sendable {
        /// All conditions.
        public var conditions: [Condition]
        /// The verdict; rules without one are left out.
        public var verdict: Verdict

        /// Makes a rule from its parts.
        public init(_ conditions: [Condition], _ verdict: Verdict) {
            self.conditions = conditions
            self.verdict = verdict
        }
    }

    /// What has the chain, which is also where a port is opened in it.
    public var place: FirewallOpening.Place
    /// The table that it is in, in which jumps find their targets.
    public var table: String
    /// The chain's name.
    public var name: String
    /// The families that it sees.
    public var versions: Set<IPVersion>
    /// Whether the kernel itself calls it, for packets to this host.
    public var isBase = false
    /// Whether packets that no rule decides are dropped.
    public var dropsByDefault = false
    /// The rules in their order.
    public var rules: [Rule] = []

    /// Makes a chain without rules.
    public init(
        place: FirewallOpening.Place,
        table: String,
        name: String,
        versions: Set<IPVersion>
    ) {
        self.place = place
        self.table = table
        self.name = name
        self.versions = versions
    }

    /// Whether opening a port has an effect in this chain.
    ///
    /// nftables' rules can be put anywhere; the other firewalls open in their input chain, and what
    /// an earlier chain drops stays dropped.
    var takesOpenings: Bool {
        switch place {
        case .nftables: true
        case .iptables, .ufw: table == "filter"
        case .firewalld: !name.hasSuffix("PREROUTING")
        }
    }
}
