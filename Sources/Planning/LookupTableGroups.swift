import Addresses
import Resources
import Tables

/// The groups of rules that share a lookup table, in the order of their first rules.
struct LookupTableGroups {
    /// The groups.
    private(set) var groups: [LookupTableGroup] = []
    private let present: TableImage
    /// Whether each table that is there has settled on what each set of members gives: hundreds of
    /// rules ask the same, and an answer takes a look at every slot.
    private var settled: [Settled: Bool] = [:]

    /// The lists of members that each group has.
    private var joined: Set<Joined> = []

    private struct Settled: Hashable {
        let table: UInt32
        let eligible: Int
    }

    private struct Joined: Hashable {
        let group: Int
        let members: MemberListIdentity
    }

    /// Groups rules, and works out the slots of each group's table.
    init(
        _ rules: [PlacedRule],
        _ backends: BackendPlacement,
        _ input: PlanningInput,
        _ tables: inout MaglevTables,
        slots: Int
    ) {
        present = input.present
        var identities: [LookupTableGroup.Identity] = []
        var numbers: [LookupTableGroup.Identity: Int] = [:]
        var sets = EligibleSets(backends, input, tables, slots: slots)
        for placed in rules {
            let eligible = sets.number(of: placed.rule)
            let isSteady = placed.isSteady(in: present, hashSeed: input.hashSeed)
            // Slots of another way to spread say nothing of this one.
            let history =
                isSteady ? history(of: placed.key, eligible, sets.targets[eligible]) : nil
            let identity = LookupTableGroup.Identity(eligible: eligible, history: history)
            let number = numbers[identity] ?? groups.count
            if number == groups.count {
                numbers[identity] = number
                identities.append(identity)
                groups.append(LookupTableGroup())
            }
            add(placed, to: number, backends, isSteady: isSteady)
        }
        tables = sets.tables
        for (number, identity) in identities.enumerated() {
            let before = identity.history.flatMap { present.lookupTables[$0] }
            let target = sets.targets[identity.eligible]
            groups[number].slots = Self.moved(before, to: target, groups[number].members)
        }
    }

    private mutating func add(
        _ placed: PlacedRule,
        to number: Int,
        _ backends: BackendPlacement,
        isSteady: Bool
    ) {
        groups[number].keys.append(placed.key)
        if let table = table(of: placed.key) { groups[number].candidates.insert(table) }
        if joined.insert(Joined(group: number, members: placed.rule.memberList)).inserted {
            let all = placed.rule.members.compactMap { backends.indices[$0.address] }
            groups[number].members.formUnion(all)
        }
        if !isSteady { groups[number].isSteady = false }
        groups[number].users.insert(.frontend(placed.key))
        if placed.rule.isNextHop {
            let ethernet = TransitAddress.ethernet(of: placed.key.address)
            groups[number].users.insert(.transit(TransitKey(ethernet)))
        }
    }

    /// The table whose flows a rule has; none when it is new, or its table settled on the target.
    private mutating func history(
        of key: FrontendKey,
        _ eligible: Int,
        _ target: [UInt16]
    ) -> UInt32? {
        guard let index = table(of: key), let slots = present.lookupTables[index],
            slots.count == target.count
        else { return nil }
        let question = Settled(table: index, eligible: eligible)
        let isSettled =
            settled[question]
            ?? zip(slots, target).allSatisfy { $0 == LookupSlot(settledOn: $1) }
        settled[question] = isSettled
        return isSettled ? nil : index
    }

    /// The table that a rule uses now.
    private func table(of key: FrontendKey) -> UInt32? {
        guard let entry = present.frontends[key], entry.options.contains(.hasRule),
            entry.lookupTable < Limits.lookupTables
        else { return nil }
        return entry.lookupTable
    }

    /// The slots of a table after a change, or of a new one.
    private static func moved(
        _ before: [LookupSlot]?,
        to target: [UInt16],
        _ members: Set<UInt16>
    ) -> [LookupSlot] {
        guard let before else { return target.map { LookupSlot(settledOn: $0) } }
        return zip(before, target).map { slot, backend in
            slot.moved(to: backend, isMember: members.contains)
        }
    }
}
