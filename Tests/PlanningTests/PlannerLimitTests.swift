import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `Limits are named` {
    private func frontend(_ number: Int) -> String {
        IPAddress(bits: AddressBits(ipv4: (0x6440_0000 + UInt32(number)).bigEndian)).description
    }

    private func expectLimit(
        _ table: LimitedTable,
        _ input: PlanningInput,
        location: SourceLocation = #_sourceLocation
    ) {
        let error = PlanningError.limitReached(table)
        #expect(throws: error, sourceLocation: location) {
            try Planner.plan(input, slots: 3)
        }
        #expect(error.description.contains("\(table.capacity) \(table.rawValue)"))
    }

    @Test func `frontend addresses and rules`() {
        let most = (1...65_536).map { frontend($0) }
        #expect(throws: Never.self) { try plan([], frontends: most) }
        expectLimit(.frontends, Fixture.input([], frontends: most + ["192.0.2.1"]))
    }

    @Test func `entries that are replaced count until they are gone`() throws {
        let half = (1...40_000).map { frontend($0) }
        let other = (40_001...80_000).map { frontend($0) }
        let present = try plan([], frontends: half).image
        expectLimit(.frontends, Fixture.input([], frontends: other, present: present))
    }

    @Test func `rules with counters`() throws {
        let rules = (1...16_384).map { number in
            Fixture.rule("r\(number)", "192.0.2.1", port: UInt16(number), [])
        }
        #expect(try plan(Array(rules.dropLast())).ruleIndices.count == 16_383)
        expectLimit(.rules, Fixture.input(rules))
    }

    @Test func `member addresses`() throws {
        let members = Fixture.members(1...32_768)
        let most = Fixture.rule("r", "192.0.2.1", Array(members.dropLast()))
        #expect(try plan([most]).image.backends.count == 32_767)
        expectLimit(.backends, Fixture.input([Fixture.rule("r", "192.0.2.1", members)]))
    }

    @Test func `member sets`() {
        let rules = (0..<4097).map { number in
            let pair = [number / 100, 100 + number % 100]
            return Fixture.rule("r\(number)", frontend(number), Fixture.members(pair))
        }
        #expect(throws: Never.self) {
            try Planner.plan(Fixture.input(Array(rules.dropLast())), slots: 3)
        }
        expectLimit(.lookupTables, Fixture.input(rules))
    }

    @Test func `next-hop frontends`() {
        let rules = (1...1025).map { number in
            Fixture.rule("r\(number)", frontend(number), transport: .all, Fixture.members(1...1))
        }
        #expect(throws: Never.self) { try plan(Array(rules.dropLast())) }
        expectLimit(.transits, Fixture.input(rules))
    }

    @Test func `restored replies`() {
        let members = Fixture.members(1...8192)
        let rules = (1...9).map { number in
            let port = UInt16(number)
            return Fixture.rule("r\(number)", "192.0.2.1", port: port, floating: false, members)
        }
        #expect(throws: Never.self) {
            try Planner.plan(Fixture.input(Array(rules.dropLast())), slots: 3)
        }
        expectLimit(.replies, Fixture.input(rules))
    }

    @Test func `interfaces on both sides`() {
        var input = Fixture.input([Fixture.rule("r", "192.0.2.1", Fixture.members(1...65))])
        for number in 1...65 {
            input.deliveries[Fixture.memberAddress(number)] = .unresolved(
                interface: UInt32(number),
                source: .unknown
            )
        }
        expectLimit(.egress, input)
        input.interfaces = (1...65).map {
            NodeInterface(index: $0, name: "eth\($0)", ethernet: .unknown)
        }
        expectLimit(.interfaces, input)
    }
}
