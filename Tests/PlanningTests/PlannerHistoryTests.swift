import Addresses
import PacketFormats
import Planning
import Resources
import Tables
import Testing

/// What a plan keeps of a rule that is changed while it has flows.
@Suite struct `Rules that change` {
    private func rule(
        port: UInt16 = 443,
        _ distribution: LoadDistribution = .default,
        floating: Bool = true,
        _ members: ClosedRange<Int> = 1...2
    ) -> ResolvedRule {
        Fixture.rule(
            "web",
            "192.0.2.1",
            to: port,
            distribution: distribution,
            floating: floating,
            Fixture.members(members)
        )
    }

    private let key = Fixture.key("192.0.2.1", 6, 443)

    @Test func `keep what they were, and where its flows began`() throws {
        let first = try plan([rule()]).image
        for changed in [rule(port: 8443), rule(.sourceIP), rule(floating: false)] {
            let second = try plan([changed], present: first).image
            let entry = try #require(second.frontends[key])
            #expect(entry.options.contains(.hasFormer))
            #expect(second.formerRules[entry.rule] == first.frontends[key])
            let former = try #require(second.formerRules[entry.rule])
            #expect(second.lookupTables[former.lookupTable] == first.lookupTables[0])
        }
    }

    @Test func `keep the first of several changes`() throws {
        let first = try plan([rule()]).image
        let second = try plan([rule(.sourceIP)], present: first).image
        let third = try plan([rule(.sourceIP, floating: false)], present: second).image
        let back = try plan([rule()], present: third).image
        for image in [second, third, back] {
            #expect(image.formerRules.values.map(\.options) == [first.frontends[key]?.options])
        }
    }

    @Test func `forget it when it is retired`() throws {
        let first = try plan([rule()]).image
        let second = try plan([rule(.sourceIP)], present: first).image
        var input = Fixture.input([rule(.sourceIP)], present: second)
        input.retiredFormers = [1]
        let plan = try Planner.plan(input, slots: 251)
        #expect(plan.image.formerRules == [:])
        #expect(plan.image.frontends[key]?.options.contains(.hasFormer) == false)
        #expect(plan.image.lookupTables.count == 1)
    }

    @Test func `restore replies of all flows that began before`() throws {
        let first = try plan([rule(port: 8443, floating: false)]).image
        let second = try plan([rule(port: 8444, floating: false)], present: first).image
        let third = try plan([rule()], present: second).image
        #expect(third.replies == second.replies)
        #expect(Set(third.replies.keys.map(\.port.value)) == [8443, 8444])
        #expect(third.replies.count == 4)
    }

    @Test func `let flows of members that left begin anew`() throws {
        let first = try plan([rule()]).image
        let second = try plan([rule(.sourceIP)], present: first).image
        let third = try plan([rule(.sourceIP, 2...3)], present: second).image
        let former = try #require(third.formerRules[1])
        let slots = try #require(third.lookupTables[former.lookupTable])
        let left = try #require(second.backends.first { $0.value.address == member(1) }?.key)
        #expect(!slots.contains { $0.current == left })
        #expect(slots.contains { $0.current == 0 })
        #expect(slots.contains { $0.current != 0 })
    }

    private func member(_ number: Int) -> AddressBits { Fixture.memberAddress(number).bits }

    @Test func `have no former entry when only members, weights or the idle timeout change`() throws
    {
        let first = try plan([rule()]).image
        var other = rule(1...3)
        other.members[0].weight = 7
        other.idleTimeout = .seconds(1800)
        #expect(try plan([other], present: first).image.formerRules == [:])
    }

    @Test func `have none over UDP, which goes by the rule as it is`() throws {
        func udp(_ distribution: LoadDistribution) -> ResolvedRule {
            Fixture.rule(
                "dns",
                "192.0.2.1",
                transport: .udp,
                distribution: distribution,
                Fixture.members(1...2)
            )
        }
        let first = try plan([udp(.default)]).image
        #expect(try plan([udp(.sourceIP)], present: first).image.formerRules == [:])
    }

    private func rule(_ members: ClosedRange<Int>) -> ResolvedRule {
        rule(port: 443, .default, floating: true, members)
    }
}
