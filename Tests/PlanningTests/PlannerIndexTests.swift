import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `Indices stay` {
    private func rule(_ number: Int, _ members: some Sequence<Int>) -> ResolvedRule {
        Fixture.rule("r\(number)", "192.0.2.\(number)", Fixture.members(members))
    }

    private func entry(_ image: TableImage, _ number: Int) throws -> FrontendEntry {
        try #require(image.frontends[Fixture.key("192.0.2.\(number)", 6, 443)])
    }

    private func backend(_ image: TableImage, _ number: Int) -> UInt16? {
        image.backends.first { $0.value.address == Fixture.memberAddress(number).bits }?.key
    }

    @Test func `the same configuration again gives no edits`() throws {
        let rules = [
            rule(2, 1...3), rule(4, 2...5),
            Fixture.rule("nva", "192.0.2.9", transport: .all, Fixture.members(1...2)),
            Fixture.rule("d", "192.0.2.8", to: 8443, floating: false, Fixture.members(1...4)),
        ]
        let first = try plan(rules)
        let second = try plan(rules, present: first.image)
        #expect(second.edits == [])
        #expect(second.image == first.image)
        #expect(second.ruleIndices == first.ruleIndices)
        #expect(!first.edits.isEmpty)
    }

    @Test func `rules before and after do not renumber the others`() throws {
        let first = try plan([rule(2, 3...4), rule(4, 5...6)]).image
        let second = try plan(
            [rule(1, 1...2), rule(2, 3...4), rule(3, 1...9), rule(4, 5...6)],
            present: first
        ).image
        for number in [2, 4] { #expect(try entry(first, number) == entry(second, number)) }
        for number in 3...6 { #expect(backend(first, number) == backend(second, number)) }
        let third = try plan([rule(4, 5...6)], present: second).image
        #expect(try entry(first, 4) == entry(third, 4))
        for number in 5...6 { #expect(backend(first, number) == backend(third, number)) }
    }

    @Test func `an index is not used again in the plan that frees it`() throws {
        let first = try plan([rule(1, 1...1), rule(2, 2...2)])
        let second = try plan([rule(2, 2...2), rule(3, 3...3)], present: first.image)
        #expect(second.ruleIndices == [2: "/rules/r2", 3: "/rules/r3"])
        #expect(backend(second.image, 3) == 3)
        #expect(try entry(second.image, 3).lookupTable == 2)
        let third = try plan(
            [rule(2, 2...2), rule(3, 3...3), rule(4, 4...4)],
            present: second.image
        )
        #expect(third.ruleIndices[1] == "/rules/r4")
        #expect(backend(third.image, 4) == 1)
        #expect(try entry(third.image, 4).lookupTable == 0)
        #expect(third.edits.first == .resetCounters(rule: 1))
    }

    @Test func `a table changes in place when its members change`() throws {
        let first = try plan([rule(1, 1...3), rule(2, 1...3)])
        let second = try plan([rule(1, 1...4), rule(2, 1...4)], present: first.image)
        #expect(try entry(first.image, 1) == entry(second.image, 1))
        #expect(try entry(first.image, 2) == entry(second.image, 2))
        let old = try #require(first.image.lookupTables[0])
        let slots = try #require(second.image.lookupTables[0])
        let changes = slots.indices.filter { slots[$0] != old[$0] }.map {
            SlotChange(number: $0, content: slots[$0])
        }
        let delivery = try #require(second.image.backends[4])
        #expect(
            second.edits == [
                .setBackend(index: 4, delivery), .changeSlots(lookupTable: 0, changes),
            ]
        )
        #expect(changes.count < slots.count)
    }

    @Test func `a rule that parts from a shared table leaves the table to the others`() throws {
        let first = try plan([rule(1, 1...3), rule(2, 1...3)]).image
        let second = try plan([rule(1, 1...2), rule(2, 1...3)], present: first).image
        #expect(try entry(second, 2).lookupTable == entry(first, 2).lookupTable)
        #expect(try entry(second, 1).lookupTable != entry(first, 1).lookupTable)
    }

    @Test func `rules with the same members share a table once their flows have settled`() throws {
        let first = try plan([rule(1, 1...2), rule(2, 1...3)]).image
        let second = try plan([rule(1, 1...2), rule(2, 1...2)], present: first).image
        #expect(try entry(second, 1).lookupTable != entry(second, 2).lookupTable)
        var settled = second
        let moved = try entry(second, 2).lookupTable
        let slots = try #require(second.lookupTables[moved])
        #expect(slots.contains { $0.isUnsettled })
        settled.lookupTables[moved] = slots.map { LookupSlot(settledOn: $0.current) }
        let third = try plan([rule(1, 1...2), rule(2, 1...2)], present: settled).image
        #expect(third.lookupTables.count == 1)
    }

    @Test func `a table of a rule that leaves does not change under it`() throws {
        let first = try plan([rule(1, 1...3), rule(2, 1...3)]).image
        let second = try plan([rule(2, 4...5)], present: first)
        #expect(try entry(second.image, 2).lookupTable != entry(first, 1).lookupTable)
    }

    @Test func `a rule that rewrites in another way gets other members with its entry`() throws {
        func rule(floating: Bool, _ members: ClosedRange<Int>) -> ResolvedRule {
            Fixture.rule("r", "192.0.2.1", floating: floating, Fixture.members(members))
        }
        let first = try plan([rule(floating: false, 1...2)]).image
        let other = try plan([rule(floating: true, 1...3)], present: first).image
        #expect(try entry(other, 1).lookupTable != entry(first, 1).lookupTable)
        let same = try plan([rule(floating: true, 1...2)], present: first).image
        let former = try #require(same.formerRules[1])
        #expect(try former.lookupTable == entry(first, 1).lookupTable)
        #expect(try entry(same, 1).lookupTable != entry(first, 1).lookupTable)
    }

    @Test func `a delivery that changes is one edit`() throws {
        let rules = [rule(1, 1...3)]
        let first = try plan(rules).image
        var input = Fixture.input(rules, present: first)
        input.deliveries[Fixture.memberAddress(2)] = Fixture.delivery(to: Fixture.ethernet(99))
        let edits = try Planner.plan(input, slots: 251).edits
        var entry = try #require(first.backends[2])
        entry.destination = Fixture.ethernet(99)
        #expect(edits == [.setBackend(index: 2, entry)])
    }

    @Test func `a bare address that gets an HA-ports rule gets an index of its own`() throws {
        let first = try plan([rule(1, 1...1)]).image
        let all = Fixture.rule("nva", "192.0.2.1", transport: .all, Fixture.members(1...1))
        let second = try plan([rule(1, 1...1), all], present: first)
        #expect(second.ruleIndices == [1: "/rules/r1", 2: "/rules/nva"])
        #expect(second.image.frontends[Fixture.key("192.0.2.1")]?.rule == 2)
    }

    @Test func `damaged tables are put right`() throws {
        let rules = [rule(1, 1...2), rule(2, 2...3)]
        var damaged = try plan(rules).image
        // Two rules on one counter, a table cut short, an address twice, a rule out of range.
        damaged.frontends[Fixture.key("192.0.2.2", 6, 443)]?.rule = 1
        damaged.frontends[Fixture.key("192.0.2.2", 6, 443)]?.lookupTable = .max
        damaged.lookupTables[0] = []
        damaged.backends[9] = damaged.backends[1]
        let plan = try plan(rules, present: damaged)
        #expect(Set(plan.ruleIndices.values) == ["/rules/r1", "/rules/r2"])
        #expect(plan.image.backends.count == 3)
        #expect(plan.image.lookupTables.values.allSatisfy { $0.count == 251 })
        #expect(try entry(plan.image, 2).lookupTable < Limits.lookupTables)
        #expect(plan.edits.reduce(damaged) { $0.applying($1) } == plan.image)
    }
}
