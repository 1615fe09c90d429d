import Tables

/// Rules that share a lookup table.
struct LookupTableGroup {
    /// An entry that names a lookup table.
    enum User: Hashable {
        case frontend(FrontendKey)
        case transit(TransitKey)
        case former(UInt32)
    }

    /// What makes rules share a table: members of the same weights, and flows of the same history.
    struct Identity: Hashable {
        /// The number of the set of members that get new flows.
        let eligible: Int
        let history: UInt32?
    }

    /// What makes former rules share a table.
    struct FormerIdentity: Hashable {
        let table: UInt32
        let isOld: Bool
        let members: Set<UInt16>
    }

    /// What selects each of the rules.
    var keys: [FrontendKey] = []
    /// Rules whose former entries use the table, by the index of their counters.
    var formers: [UInt32] = []
    /// The entries that will name the table.
    var users: Set<User> = []
    /// The tables that could become this one.
    var candidates: Set<UInt32> = []
    /// The table's contents.
    var slots: [LookupSlot] = []
    /// The backends of all members, also of those that are down.
    var members: Set<UInt16> = []
    /// Whether each rule that is there now spreads and rewrites packets as before.
    var isSteady = true
}
