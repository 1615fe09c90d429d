import Tables

/// A table of fixed capacity, by what it holds.
public enum LimitedTable: String, Hashable, Sendable, CaseIterable {
    /// The frontends table.
    case frontends = "frontend addresses and rules together"
    /// The rule counters; index 0 counts for addresses without a rule.
    case rules = "rules"
    /// The backends table; index 0 is no backend.
    case backends = "distinct member addresses"
    /// The lookup tables.
    case lookupTables = "distinct member sets"
    /// The transit table.
    case transits = "frontends that can be a next hop"
    /// The replies table.
    case replies = "pairs of member address and backend port whose replies are restored"
    /// The member links.
    case memberLinks = "other members of rules that this node is a member of"
    /// The interfaces table.
    case interfaces = "interfaces that the packet program runs on"
    /// The egress table.
    case egress = "interfaces that lead to members"

    /// How many there can be.
    public var capacity: UInt32 {
        switch self {
        case .frontends: Limits.frontends
        case .rules: Limits.rules - 1
        case .backends: Limits.backends - 1
        case .lookupTables: Limits.lookupTables
        case .transits: Limits.transits
        case .replies: Limits.replies
        case .memberLinks: Limits.memberLinks
        case .interfaces, .egress: Limits.interfaces
        }
    }
}
