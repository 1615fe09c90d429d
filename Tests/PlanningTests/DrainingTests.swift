import Planning
import Resources
import Tables
import Testing

/// Members that leave a pool with a drain period.
@Suite struct `Draining members` {
    private static let second: UInt64 = 1_000_000_000

    private func configuration(_ members: ClosedRange<Int>, drain: Int = 60)
        -> ForwardingConfiguration
    {
        var rule = Fixture.rule("web", "192.0.2.1", Fixture.members(members))
        rule.drainPeriod = .seconds(drain)
        return ForwardingConfiguration(frontends: [], rules: [rule])
    }

    private func image(_ configuration: ForwardingConfiguration, _ present: TableImage)
        throws -> TableImage
    {
        try plan(configuration.rules, present: present).image
    }

    private func names(_ configuration: ForwardingConfiguration) -> [String] {
        configuration.rules[0].members.filter(\.isDraining).map(\.name)
    }

    @Test func `stay members for the period, and get no new flows`() throws {
        let first = try image(configuration(1...2), TableImage())
        var draining = Draining()
        let left = draining.extend(configuration(2...2), present: first, now: 0)
        #expect(names(left) == ["10.0.0.1"])
        #expect(draining.nextDeadline == 60 * Self.second)
        #expect(!draining.hasEnded)
        let second = try image(left, first)
        let slots = try #require(second.lookupTables[0])
        #expect(slots.allSatisfy { $0.current == 2 })
        #expect(slots.contains { $0.isUnsettled && $0.settled == 1 })
        let later = draining.extend(
            configuration(2...2),
            present: second,
            now: 59 * Self.second
        )
        #expect(names(later) == ["10.0.0.1"])
    }

    @Test func `go when the period is over, and are forgotten`() throws {
        let first = try image(configuration(1...2), TableImage())
        var draining = Draining()
        let left = draining.extend(configuration(2...2), present: first, now: 0)
        let second = try image(left, first)
        let end = 60 * Self.second
        let over = draining.extend(configuration(2...2), present: second, now: end)
        #expect(names(over) == [])
        #expect(draining.hasEnded)
        #expect(draining.nextDeadline == nil)
        let third = try image(over, second)
        #expect(third.backends.count == 1)
        _ = draining.extend(configuration(2...2), present: third, now: end + 1)
        #expect(!draining.hasEnded)
    }

    @Test func `that come back are members like others`() throws {
        let first = try image(configuration(1...2), TableImage())
        var draining = Draining()
        let left = draining.extend(configuration(2...2), present: first, now: 0)
        let second = try image(left, first)
        let back = draining.extend(configuration(1...2), present: second, now: Self.second)
        #expect(names(back) == [])
        #expect(back.rules[0].members.count == 2)
        #expect(draining.nextDeadline == nil)
    }

    @Test func `that no slot names any more still have their period`() throws {
        let first = try image(configuration(1...1), TableImage())
        let joined = try image(configuration(1...2), first)
        var draining = Draining()
        let left = draining.extend(configuration(1...1), present: joined, now: 0)
        let second = try image(left, joined)
        let later = draining.extend(configuration(1...1), present: second, now: Self.second)
        #expect(names(later) == ["10.0.0.2"])
    }

    @Test func `leave sooner when their period is made shorter`() throws {
        let first = try image(configuration(1...2), TableImage())
        var draining = Draining()
        let left = draining.extend(configuration(2...2), present: first, now: 0)
        let second = try image(left, first)
        let shorter = configuration(2...2, drain: 5)
        _ = draining.extend(shorter, present: second, now: Self.second)
        #expect(draining.nextDeadline == 6 * Self.second)
    }

    @Test func `leave at once without a period`() throws {
        let first = try image(configuration(1...2), TableImage())
        var draining = Draining()
        let left = draining.extend(configuration(2...2, drain: 0), present: first, now: 0)
        #expect(left == configuration(2...2, drain: 0))
    }
}
