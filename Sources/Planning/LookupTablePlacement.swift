import Addresses
import PacketFormats
import Resources
import Tables

/// The lookup tables, one for each distinct set of eligible members, and which rule uses which.
struct LookupTablePlacement {
    /// The slots of each table.
    private(set) var tables: [UInt32: [LookupSlot]] = [:]
    private var indices: [FrontendKey: UInt32] = [:]

    /// The index of the table that a rule uses.
    func index(of rule: PlacedRule) -> UInt32 { indices[rule.key] ?? 0 }

    /// An entry that names a lookup table.
    private enum User: Hashable {
        case frontend(FrontendKey)
        case transit(TransitKey)
    }

    /// The rules that share a set of members.
    private struct Group {
        var keys: [FrontendKey] = []
        var users: Set<User> = []
        var slots: [LookupSlot] = []
        /// Whether each rule that is there now writes the same address and port as before.
        var isSteady = true
    }

    /// Builds the tables and gives each an index.
    ///
    /// A table changes in place only where every entry that names it now is of the group that takes
    /// it; otherwise a rule that keeps its members, or leaves, would meanwhile send its packets to
    /// the members of another rule. Nor does it change in place where a rule is to rewrite packets
    /// in another way: new members must meet the new way, so both come with the rule's entry. A
    /// group that cannot have an index of its own gets one that is free.
    init(
        _ rules: [PlacedRule],
        backends: BackendPlacement,
        present: TableImage,
        slots: Int
    ) throws(PlanningError) {
        let groups = Self.groups(rules, backends, present, slots)
        let users = Self.users(of: present)
        var chosen = [UInt32?](repeating: nil, count: groups.count)
        var taken: Set<UInt32> = []
        func choose(_ isUsable: (Group, UInt32) -> Bool) {
            for (number, group) in groups.enumerated() where chosen[number] == nil {
                let candidates = group.keys.compactMap { Self.table(of: $0, in: present) }
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
        }
    }

    /// The groups in the order of their first rules.
    private static func groups(
        _ rules: [PlacedRule],
        _ backends: BackendPlacement,
        _ present: TableImage,
        _ slots: Int
    ) -> [Group] {
        var groups: [Group] = []
        var numbers: [[UInt16]: Int] = [:]
        for placed in rules {
            let eligible = Set(placed.rule.members.filter { $0.adminState != .down }.map(\.address))
            let members = eligible.compactMap { address in
                backends.indices[address].map {
                    MaglevMember(identity: address.bits, backend: $0)
                }
            }
            let set = members.map(\.backend).sorted()
            let number = numbers[set] ?? groups.count
            if number == groups.count {
                numbers[set] = number
                let table = Maglev.table(of: members, slots: slots)
                groups.append(Group(slots: table.map { LookupSlot(settledOn: $0) }))
            }
            groups[number].keys.append(placed.key)
            if !isSteady(placed, present) { groups[number].isSteady = false }
            groups[number].users.insert(.frontend(placed.key))
            if placed.rule.isNextHop {
                let ethernet = TransitAddress.ethernet(of: placed.key.address)
                groups[number].users.insert(.transit(TransitKey(ethernet)))
            }
        }
        return groups
    }

    private static func isSteady(_ placed: PlacedRule, _ present: TableImage) -> Bool {
        guard let entry = present.frontends[placed.key], entry.options.contains(.hasRule) else {
            return true
        }
        return entry.backendPort == placed.rule.writtenPort
            && entry.options.contains(.floatingIP) == placed.rule.isFloatingIPEnabled
    }

    /// The entries that name each table now.
    private static func users(of present: TableImage) -> [UInt32: Set<User>] {
        var users: [UInt32: Set<User>] = [:]
        for (key, entry) in present.frontends where entry.options.contains(.hasRule) {
            users[entry.lookupTable, default: []].insert(.frontend(key))
        }
        for (key, entry) in present.transits {
            users[entry.lookupTable, default: []].insert(.transit(key))
        }
        return users
    }

    /// The table that a rule uses now.
    private static func table(of key: FrontendKey, in present: TableImage) -> UInt32? {
        guard let entry = present.frontends[key], entry.options.contains(.hasRule),
            entry.lookupTable < Limits.lookupTables
        else { return nil }
        return entry.lookupTable
    }
}
