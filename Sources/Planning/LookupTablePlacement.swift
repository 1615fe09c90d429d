import Addresses
import Resources
import Tables

/// The lookup tables, one for each distinct set of eligible members, and which rule uses which.
///
/// A table remembers what its rules' flows began with, so rules whose tables have not settled do not
/// share one with others, even when their members are the same.
struct LookupTablePlacement {
    /// The slots of each table.
    private(set) var tables: [UInt32: [LookupSlot]] = [:]
    private var indices: [FrontendKey: UInt32] = [:]
    private var formerIndices: [UInt32: UInt32] = [:]

    /// The index of the table that a rule uses.
    func index(of rule: PlacedRule) -> UInt32 { indices[rule.key] ?? 0 }

    /// The index of the table that says where flows of a former rule began.
    func index(ofFormer rule: UInt32) -> UInt32 { formerIndices[rule] ?? 0 }

    /// Builds the tables and gives each an index.
    ///
    /// A table changes in place only where every entry that names it now is of the group that takes
    /// it; otherwise a rule that keeps its members, or leaves, would meanwhile send its packets to
    /// the members of another rule. Nor does it change in place where a rule is to spread or rewrite
    /// packets in another way: new members must meet the new way, so both come with the rule's
    /// entry. A group that cannot have an index of its own gets one that is free.
    init(
        _ rules: [PlacedRule],
        formers: FormerRulePlacement,
        backends: BackendPlacement,
        input: PlanningInput,
        maglev: inout MaglevTables,
        slots: Int
    ) throws(PlanningError) {
        let present = input.present
        var groups = Self.formerGroups(formers, backends, present)
        groups += LookupTableGroups(rules, backends, input, &maglev, slots: slots).groups
        let users = Self.users(of: present)
        var chosen = [UInt32?](repeating: nil, count: groups.count)
        var taken: Set<UInt32> = []
        func choose(_ isUsable: (LookupTableGroup, UInt32) -> Bool) {
            for (number, group) in groups.enumerated() where chosen[number] == nil {
                let candidates = group.candidates
                let index = candidates.filter { !taken.contains($0) && isUsable(group, $0) }.min()
                guard let index else { continue }
                chosen[number] = index
                taken.insert(index)
            }
        }
        // First the tables that need no change, then those that change for one group alone.
        choose { group, index in present.lookupTables[index] == group.slots }
        choose { group, index in
            group.isSteady && (users[index] ?? []).isSubset(of: group.users)
        }

        var pool = IndexPool(
            0..<Limits.lookupTables,
            occupied: Set(present.lookupTables.keys).union(users.keys),
            of: .lookupTables
        )
        for (number, group) in groups.enumerated() {
            let index: UInt32
            if let old = chosen[number] { index = old } else { index = try pool.take() }
            tables[index] = group.slots
            for key in group.keys { indices[key] = index }
            for rule in group.formers { formerIndices[rule] = index }
        }
    }

    /// The tables of former rules: where flows began, as far as that backend still is a member.
    ///
    /// Rules that had one table in common, and have the same members, still have.
    private static func formerGroups(
        _ formers: FormerRulePlacement,
        _ backends: BackendPlacement,
        _ present: TableImage
    ) -> [LookupTableGroup] {
        var groups: [LookupTableGroup] = []
        var numbers: [LookupTableGroup.FormerIdentity: Int] = [:]
        for (rule, former) in formers.formers.sorted(by: { $0.key < $1.key }) {
            let table = former.entry.lookupTable
            let addresses = former.placed.rule.members.map(\.address)
            let members = Set(addresses.compactMap { backends.indices[$0] })
            let identity = LookupTableGroup.FormerIdentity(
                table: table,
                isOld: former.isOld,
                members: members
            )
            if numbers[identity] == nil {
                numbers[identity] = groups.count
                var group = LookupTableGroup()
                group.candidates = [table]
                group.slots = (present.lookupTables[table] ?? []).map {
                    LookupSlot(settledOn: $0.home(isMember: members.contains))
                }
                groups.append(group)
            }
            let number = numbers[identity] ?? 0
            groups[number].formers.append(rule)
            groups[number].users.insert(.former(rule))
        }
        return groups
    }

    /// The entries that name each table now.
    private static func users(of present: TableImage) -> [UInt32: Set<LookupTableGroup.User>] {
        var users: [UInt32: Set<LookupTableGroup.User>] = [:]
        for (key, entry) in present.frontends where entry.options.contains(.hasRule) {
            users[entry.lookupTable, default: []].insert(.frontend(key))
        }
        for (key, entry) in present.transits {
            users[entry.lookupTable, default: []].insert(.transit(key))
        }
        for (rule, entry) in present.formerRules {
            users[entry.lookupTable, default: []].insert(.former(rule))
        }
        return users
    }
}
