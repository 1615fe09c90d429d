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

    private struct Settled: Hashable {
        let table: UInt32
        let eligible: [MaglevMember]
    }

    /// Groups rules, and works out the slots of each group's table.
    init(
        _ rules: [PlacedRule],
        _ backends: BackendPlacement,
        _ input: PlanningInput,
        slots: Int
    ) throws(PlanningError) {
        present = input.present
        var identities: [LookupTableGroup.Identity] = []
        var numbers: [LookupTableGroup.Identity: Int] = [:]
        var targets: [[MaglevMember]: [UInt16]] = [:]
        for placed in rules {
            let eligible = Self.eligible(placed, backends, input)
            let target = targets[eligible] ?? Maglev.table(of: eligible, slots: slots)
            targets[eligible] = target
            let isSteady = placed.isSteady(in: present, hashSeed: input.hashSeed)
            // Slots of another way to spread say nothing of this one.
            let history = isSteady ? history(of: placed.key, eligible, target) : nil
            let identity = LookupTableGroup.Identity(eligible: eligible, history: history)
            let number = numbers[identity] ?? groups.count
            if number == groups.count {
                numbers[identity] = number
                identities.append(identity)
                groups.append(LookupTableGroup())
            }
            add(placed, to: number, backends, isSteady: isSteady)
        }
        for (number, identity) in identities.enumerated() {
            let before = identity.history.flatMap { present.lookupTables[$0] }
            let target = targets[identity.eligible] ?? []
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
        let all = placed.rule.members.compactMap { backends.indices[$0.address] }
        groups[number].members.formUnion(all)
        if !isSteady { groups[number].isSteady = false }
        groups[number].users.insert(.frontend(placed.key))
        if placed.rule.isNextHop {
            let ethernet = TransitAddress.ethernet(of: placed.key.address)
            groups[number].users.insert(.transit(TransitKey(ethernet)))
        }
    }

    /// The members for new flows by the order of their indices, each address once.
    private static func eligible(
        _ placed: PlacedRule,
        _ backends: BackendPlacement,
        _ input: PlanningInput
    ) -> [MaglevMember] {
        var weights: [UInt16: MaglevMember] = [:]
        let members = placed.rule.eligibleMembers(down: input.down, notReady: input.notReady)
        for member in members {
            guard let backend = backends.indices[member.address] else { continue }
            weights[backend] = MaglevMember(
                identity: member.address.bits,
                weight: max(member.weight, weights[backend]?.weight ?? 0),
                backend: backend
            )
        }
        return weights.values.sorted { $0.backend < $1.backend }
    }

    /// The table whose flows a rule has; none when it is new, or its table settled on the target.
    private mutating func history(
        of key: FrontendKey,
        _ eligible: [MaglevMember],
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
