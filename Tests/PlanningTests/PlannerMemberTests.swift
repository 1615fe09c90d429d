import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

@Suite struct `Backends and lookup tables` {
    @Test func `a member is delivered to as its delivery says`() throws {
        var input = Fixture.input([Fixture.rule("web", "192.0.2.1", Fixture.members(1...2))])
        input.deliveries = [
            Fixture.memberAddress(1): .resolved(
                interface: 7,
                source: Fixture.ethernet(70),
                destination: Fixture.ethernet(71),
                vlan: 100
            ),
            Fixture.memberAddress(2): .unresolved(interface: 8, source: Fixture.ethernet(80)),
        ]
        let image = try Planner.plan(input, slots: 13).image
        #expect(
            image.backends == [
                1: BackendEntry(
                    address: Fixture.memberAddress(1).bits,
                    destination: Fixture.ethernet(71),
                    source: Fixture.ethernet(70),
                    interface: 7,
                    vlan: 100
                ),
                2: BackendEntry(
                    address: Fixture.memberAddress(2).bits,
                    destination: .unknown,
                    source: Fixture.ethernet(80),
                    interface: 8
                ),
            ]
        )
        #expect(image.egress == [7, 8])
    }

    @Test func `a member's entry has the MTU of the interface that leads to it, when it is known`()
        throws
    {
        var input = Fixture.input([Fixture.rule("web", "192.0.2.1", Fixture.members(1...3))])
        let way = (source: Fixture.ethernet(70), destination: Fixture.ethernet(71))
        for (member, interface) in [(1, Fixture.interface.index), (2, 8), (3, 9)] {
            input.deliveries[Fixture.memberAddress(member)] = .resolved(
                interface: interface,
                source: way.source,
                destination: way.destination,
                vlan: 0
            )
        }
        let long = NodeInterface(index: 8, name: "eth8", ethernet: way.source, mtu: 100_000)
        input.interfaces.append(long)
        let image = try Planner.plan(input, slots: 13).image
        #expect(image.backends.mapValues(\.mtu) == [1: 9000, 2: 65_535, 3: 0])
    }

    @Test func `a member that nobody knows the way to is named`() {
        var input = Fixture.input([Fixture.rule("web", "192.0.2.1", Fixture.members(1...2))])
        input.deliveries[Fixture.memberAddress(2)] = nil
        let error = PlanningError.memberWithoutDelivery(
            rule: "/rules/web",
            member: "m2",
            address: Fixture.memberAddress(2)
        )
        #expect(throws: error) { try Planner.plan(input, slots: 13) }
        #expect(error.description.contains("/rules/web has member m2 at 10.0.0.2"))
    }

    @Test func `a table has 65,537 slots that are Maglev's`() throws {
        let rule = Fixture.rule("web", "192.0.2.1", Fixture.members(1...3))
        let plan = try Planner.plan(Fixture.input([rule]))
        let members = (1...3).map {
            MaglevMember(identity: Fixture.memberAddress($0).bits, backend: UInt16($0))
        }
        let expected = Maglev.table(of: members).map { LookupSlot(settledOn: $0) }
        #expect(plan.image.lookupTables.values.map(\.count) == [65_537])
        #expect(plan.image.lookupTables == [0: expected])
    }

    @Test func `a member that is down gets no slots, others do`() throws {
        let members = [
            Fixture.member(1, .none), Fixture.member(2, .up), Fixture.member(3, .down),
        ]
        let image = try plan([Fixture.rule("web", "192.0.2.1", members)]).image
        let entry = try #require(image.frontends[Fixture.key("192.0.2.1", 6, 443)])
        #expect(
            image.members(of: entry) == [Fixture.memberAddress(1), Fixture.memberAddress(2)]
        )
        #expect(image.backends.count == 3)
    }

    @Test(arguments: [[], [Fixture.member(1, .down)]])
    func `a rule without eligible members has a table of empty slots`(
        members: [ResolvedMember]
    ) throws {
        let image = try plan([Fixture.rule("web", "192.0.2.1", members)]).image
        let slots = [LookupSlot](repeating: LookupSlot(settledOn: 0), count: 251)
        #expect(image.lookupTables == [0: slots])
    }

    @Test func `rules with the same eligible members share a table`() throws {
        let image = try plan([
            Fixture.rule("a", "192.0.2.1", Fixture.members([1, 2])),
            Fixture.rule("b", "192.0.2.2", Fixture.members([2, 1])),
            Fixture.rule("c", "192.0.2.3", Fixture.members([1, 2]) + [Fixture.member(3, .down)]),
            Fixture.rule("d", "192.0.2.4", Fixture.members([1, 3])),
        ]).image
        let tables = (1...4).map {
            image.frontends[Fixture.key("192.0.2.\($0)", 6, 443)]?.lookupTable
        }
        #expect(tables == [0, 0, 0, 1])
        #expect(image.lookupTables.count == 2)
    }

    @Test func `the order of rules, members and frontends does not count`() throws {
        let rules = (1...6).map {
            Fixture.rule("r\($0)", "192.0.2.\($0)", Fixture.members($0...($0 + 2)))
        }
        let mirrored = rules.reversed().map { rule in
            var rule = rule
            rule.members.reverse()
            return rule
        }
        let frontends = ["192.0.2.77", "192.0.2.1", "2001:db8::1"]
        #expect(
            try plan(rules, frontends: frontends)
                == plan(mirrored, frontends: frontends.reversed())
        )
    }
}
