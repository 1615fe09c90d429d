import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import TestSupport
import Testing

@Suite struct `Random sequences of configurations` {
    private static let slots = 61

    /// Makes plans one after the other, each from what the one before has left.
    ///
    /// One in four is left half made, as by a daemon that dies.
    @Test(arguments: UInt64(1)...8)
    func `no edit exposes a half-made rule`(seed: UInt64) throws {
        var generator = ConfigurationGenerator(seed: seed)
        var image = TableImage()
        var tables = MaglevTables()
        var planned = 0
        for step in 0..<150 {
            let input = generator.next(present: image)
            guard let plan = try planIfPossible(input, remembering: &tables) else { continue }
            planned += 1
            // What the plans before have left to remember changes nothing.
            try #require(plan == (try Planner.plan(input, slots: Self.slots)))
            let invariants = ImageInvariants(old: image, new: plan.image, slots: Self.slots)
            let stop = generator.oneIn(4) ? generator.number(below: plan.edits.count + 1) : nil
            for (number, edit) in plan.edits.enumerated() where number != stop {
                if let stop, number > stop { break }
                image.apply(edit)
                let violations = invariants.violations(image)
                try #require(
                    violations.isEmpty,
                    "seed \(seed), step \(step), edit \(number) (\(edit.name)): \(violations)"
                )
            }
            guard stop == nil else { continue }
            try #require(image == plan.image, "seed \(seed), step \(step)")
            try checkMeaning(input, plan, "seed \(seed), step \(step)")
        }
        #expect(planned > 75, "seed \(seed) made \(planned) plans")
    }

    /// Indices of what did not change stay, whatever else changes.
    @Test(arguments: UInt64(101)...104)
    func `indices stay while their rule and member stay`(seed: UInt64) throws {
        var generator = ConfigurationGenerator(seed: seed)
        var image = TableImage()
        var tables = MaglevTables()
        for step in 0..<150 {
            let input = generator.next(present: image)
            guard let plan = try planIfPossible(input, remembering: &tables) else { continue }
            for (key, entry) in image.frontends where entry.options.contains(.hasRule) {
                guard let now = plan.image.frontends[key], now.options.contains(.hasRule) else {
                    let isReused = plan.image.frontends.values.contains { $0.rule == entry.rule }
                    #expect(!isReused, "seed \(seed), step \(step)")
                    continue
                }
                #expect(now.rule == entry.rule, "seed \(seed), step \(step)")
            }
            for (index, backend) in image.backends {
                let now = plan.image.backends.first { $0.value.address == backend.address }
                #expect(now == nil || now?.key == index, "seed \(seed), step \(step)")
                let successor = plan.image.backends[index]?.address
                #expect(successor == nil || successor == backend.address)
            }
            image = plan.image
        }
    }

    /// A plan; `nil` when two rules of the configuration claim the same replies.
    private func planIfPossible(
        _ input: PlanningInput,
        remembering tables: inout MaglevTables
    ) throws -> Plan? {
        do {
            return try Planner.plan(input, remembering: &tables, slots: Self.slots)
        } catch PlanningError.ambiguousReply {
            return nil
        }
    }

    /// Checks that each rule's entry leads to the members that its configuration names.
    private func checkMeaning(_ input: PlanningInput, _ plan: Plan, _ place: String) throws {
        let entries = plan.image.frontends.values.filter { $0.options.contains(.hasRule) }
        let byRule = Dictionary(uniqueKeysWithValues: entries.map { ($0.rule, $0) })
        try #require(plan.ruleIndices.count == input.configuration.rules.count)
        for rule in input.configuration.rules {
            let index = try #require(plan.ruleIndices.first { $0.value == rule.id }?.key)
            let entry = try #require(byRule[index], "\(place)")
            let eligible = rule.members.filter { $0.adminState != .down }.map(\.address)
            #expect(plan.image.members(of: entry) == Set(eligible), "\(place), \(rule.id)")
        }
        let addresses = Set(input.configuration.frontends.map(\.address.bits))
        #expect(Set(plan.image.frontends.keys.map(\.address)) == addresses, "\(place)")
    }
}

extension TableEdit {
    /// The edit without the thousands of slots that it may carry.
    fileprivate var name: String {
        if case .setLookupTable(let index, _) = self { return "setLookupTable \(index)" }
        if case .changeSlots(let index, _) = self { return "changeSlots \(index)" }
        return "\(self)"
    }
}
