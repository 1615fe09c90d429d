import Addresses
import PacketFormats
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
        /// The backends of all members, also of those that are down.
        var members: Set<UInt16> = []
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

    /// What makes rules share a table: the same eligible members, and flows of the same history.
    private struct Identity: Hashable {
        let eligible: [UInt16]
        let history: UInt32?
    }

    /// The groups in the order of their first rules.
    private static func groups(
        _ rules: [PlacedRule],
        _ backends: BackendPlacement,
        _ present: TableImage,
        _ slots: Int
    ) -> [Group] {
        var groups: [Group] = []
        var identities: [Identity] = []
        var numbers: [Identity: Int] = [:]
        var targets: [[UInt16]: [UInt16]] = [:]
        for placed in rules {
            let members = eligibleMembers(placed, backends)
            let eligible = members.map(\.backend).sorted()
            let target = targets[eligible] ?? Maglev.table(of: members, slots: slots)
            targets[eligible] = target
            let history = history(of: placed.key, target, present)
            let identity = Identity(eligible: eligible, history: history)
            let number = numbers[identity] ?? groups.count
            if number == groups.count {
                numbers[identity] = number
                identities.append(identity)
                groups.append(Group())
            }
            groups[number].keys.append(placed.key)
            let all = placed.rule.members.compactMap { backends.indices[$0.address] }
            groups[number].members.formUnion(all)
            if !isSteady(placed, present) { groups[number].isSteady = false }
            groups[number].users.insert(.frontend(placed.key))
            if placed.rule.isNextHop {
                let ethernet = TransitAddress.ethernet(of: placed.key.address)
                groups[number].users.insert(.transit(TransitKey(ethernet)))
            }
        }
        for (number, identity) in identities.enumerated() {
            let before = identity.history.flatMap { present.lookupTables[$0] }
            let target = targets[identity.eligible] ?? []
            groups[number].slots = moved(before, to: target, members: groups[number].members)
        }
        return groups
    }

    private static func eligibleMembers(
        _ placed: PlacedRule,
        _ backends: BackendPlacement
    ) -> [MaglevMember] {
        let eligible = Set(placed.rule.members.filter { $0.adminState != .down }.map(\.address))
        return eligible.compactMap { address in
            backends.indices[address].map { MaglevMember(identity: address.bits, backend: $0) }
        }
    }

    /// The table whose flows a rule has; none when it is new, or its table settled on the target.
    private static func history(
        of key: FrontendKey,
        _ target: [UInt16],
        _ present: TableImage
    ) -> UInt32? {
        guard let index = table(of: key, in: present), let slots = present.lookupTables[index],
            slots.count == target.count
        else { return nil }
        let isSettled = zip(slots, target).allSatisfy { $0 == LookupSlot(settledOn: $1) }
        return isSettled ? nil : index
    }

    /// The slots of a table after a change, or of a new one.
    private static func moved(
        _ before: [LookupSlot]?,
        to target: [UInt16],
        members: Set<UInt16>
    ) -> [LookupSlot] {
        guard let before else { return target.map { LookupSlot(settledOn: $0) } }
        return zip(before, target).map { slot, backend in
            slot.moved(to: backend, isMember: members.contains)
        }
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
