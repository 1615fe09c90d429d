import Addresses
import Planning
import Resources
import Tables
import Testing

/// Which members get new flows: Azure's table of admin states and probe results.
@Suite struct `Members for new flows` {
    private func rule(
        _ states: [AdminState],
        _ behavior: NoHealthyBackendsBehavior = .allProbedDown
    ) -> ResolvedRule {
        let members = states.enumerated().map { Fixture.member($0.offset + 1, $0.element) }
        var rule = Fixture.rule("web", "192.0.2.1", members)
        rule.probe = "/probes/p"
        rule.noHealthyBackendsBehavior = behavior
        return rule
    }

    private func down(_ members: Int...) -> Set<ProbedMember> {
        Set(members.map { ProbedMember(probe: "/probes/p", address: Fixture.memberAddress($0)) })
    }

    private func eligible(_ rule: ResolvedRule, _ down: Set<ProbedMember>) -> [String] {
        rule.eligibleMembers(down: down).map(\.name)
    }

    @Test func `T35 are those that their probe does not find down`() {
        #expect(eligible(rule([.none, .none]), down(1)) == ["m2"])
        #expect(eligible(rule([.none, .none]), []) == ["m1", "m2"])
    }

    @Test func `are chosen by the operator's word before the probe's`() {
        #expect(eligible(rule([.up, .none]), down(1, 2)) == ["m1"])
        #expect(eligible(rule([.down, .none]), []) == ["m2"])
    }

    @Test func `T36 are none when all are down, or all that the operator has not taken out`() {
        #expect(eligible(rule([.none, .none]), down(1, 2)) == [])
        #expect(eligible(rule([.none, .down], .allProbedUp), down(1, 2)) == ["m1"])
        #expect(eligible(rule([.none, .none], .allProbedUp), down(1)) == ["m2"])
        #expect(eligible(rule([.down, .down], .allProbedUp), down(1, 2)) == [])
    }

    @Test func `are all of a rule without a probe`() {
        var unprobed = rule([.none, .none])
        unprobed.probe = nil
        #expect(eligible(unprobed, down(1, 2)) == ["m1", "m2"])
    }

    @Test func `are not those that drain`() {
        var draining = rule([.none, .none])
        draining.members[0].isDraining = true
        #expect(eligible(draining, []) == ["m2"])
    }

    @Test func `are not those that lack what the rule asks for, but for the operator's word`() {
        func eligible(_ rule: ResolvedRule, _ notReady: Int...) -> [String] {
            let members = Set(
                notReady.map { RuleMember(rule: rule.id, address: Fixture.memberAddress($0)) }
            )
            return rule.eligibleMembers(down: [], notReady: members).map(\.name)
        }
        #expect(eligible(rule([.none, .none]), 1) == ["m2"])
        #expect(eligible(rule([.up, .none]), 1) == ["m1", "m2"])
        #expect(eligible(rule([.none, .none], .allProbedUp), 1, 2) == ["m1", "m2"])
        var unprobed = rule([.none, .none])
        unprobed.probe = nil
        #expect(eligible(unprobed, 1) == ["m2"])
    }

    @Test func `lack readiness for one rule alone, where two have the same members`() throws {
        let first = rule([.none, .none])
        var second = Fixture.rule("api", "192.0.2.2", first.members)
        second.probe = first.probe
        var input = Fixture.input([first, second])
        input.notReady = [RuleMember(rule: second.id, address: Fixture.memberAddress(1))]
        let image = try Planner.plan(input, slots: 251).image
        func members(_ rule: ResolvedRule) throws -> Set<UInt16> {
            let entry = try #require(
                image.frontends.first {
                    $0.key.address == rule.frontend.bits && $0.value.options.contains(.hasRule)
                }
            )
            let slots = try #require(image.lookupTables[entry.value.lookupTable])
            return Set(slots.map { UInt16($0.current) })
        }
        #expect(try members(first).count == 2)
        #expect(try members(second).count == 1)
    }

    @Test func `get slots by their weights`() throws {
        var weighted = rule([.none, .none])
        weighted.members[0].weight = 3
        let image = try plan([weighted]).image
        let counts = image.lookupTables[0]?.reduce(into: [:]) { $0[$1.current, default: 0] += 1 }
        // 62 rounds of three to one, and the three slots that are left go to the heavier.
        #expect(counts == [1: 189, 2: 62])
    }

    @Test func `T36 keep established flows when the last of them goes down`() throws {
        let first = try plan([rule([.none, .none])]).image
        var input = Fixture.input([rule([.none, .none])], present: first)
        input.down = down(1, 2)
        let slots = try Planner.plan(input, slots: 251).image.lookupTables[0] ?? []
        #expect(slots.allSatisfy { $0.current == 0 && $0.isUnsettled && $0.settled != 0 })
    }

    @Test func `T39 make a frontend answer echo requests, or report it unreachable`() throws {
        var input = Fixture.input([rule([.none])], frontends: ["192.0.2.1"])
        func options() throws -> RuleOptions? {
            try Planner.plan(input, slots: 251).image.frontends[Fixture.key("192.0.2.1")]?.options
        }
        #expect(try options() == [])
        input.internalFrontendsAnswerEcho = true
        #expect(try options() == .answersEcho)
        input.down = down(1)
        #expect(try options() == .reportsUnreachable)
        input.internalFrontendsAnswerEcho = false
        input.configuration.frontends = [Fixture.frontend("192.0.2.1", isPublic: true)]
        #expect(try options() == .reportsUnreachable)
        input.configuration.rules[0].members = []
        #expect(try options() == [])
    }
}
