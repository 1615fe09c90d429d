import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

/// A node that is itself a member of a rule.
@Suite struct `A node among the members` {
    private func input(floating: Bool = true, port: UInt16 = 443) -> PlanningInput {
        let rule = Fixture.rule(
            "web",
            "192.0.2.1",
            to: port,
            floating: floating,
            Fixture.members(1...3)
        )
        var input = Fixture.input([rule])
        input.deliveries[Fixture.memberAddress(2)] = .local(
            interface: Fixture.interface.index,
            ethernet: Fixture.interface.ethernet
        )
        return input
    }

    @Test func `keeps its own packets, and knows the other members' frames`() throws {
        let image = try Planner.plan(input(), slots: 251).image
        let local = image.backends.filter { $0.value.isLocal != 0 }
        #expect(local.values.map(\.address) == [Fixture.memberAddress(2).bits])
        let entry = try #require(image.frontends[Fixture.key("192.0.2.1", 6, 443)])
        #expect(entry.options.contains(.hasLocalMember))
        let links = image.memberLinks.map { ($0.key.ethernet, image.backends[UInt16($0.value)]) }
        let known = Dictionary(uniqueKeysWithValues: links).mapValues { $0?.address }
        #expect(
            known == [
                Fixture.ethernet(1): Fixture.memberAddress(1).bits,
                Fixture.ethernet(3): Fixture.memberAddress(3).bits,
            ]
        )
    }

    @Test(arguments: [(false, UInt16(443)), (true, 8443)])
    func `is refused where replies would have to be restored`(
        floating: Bool,
        port: UInt16
    ) throws {
        let error = PlanningError.memberIsNode(
            rule: "/rules/web",
            member: "m2",
            address: Fixture.memberAddress(2)
        )
        #expect(throws: error) {
            try Planner.plan(input(floating: floating, port: port), slots: 251)
        }
    }

    @Test func `has no links where it is no member`() throws {
        let rule = Fixture.rule("web", "192.0.2.1", Fixture.members(1...3))
        #expect(try plan([rule]).image.memberLinks == [:])
    }
}
