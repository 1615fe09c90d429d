import Forwarding
import Simulator
import Tables
import TestSupport
import Testing

/// The packet cases against the native forwarding decision.
@Suite struct PacketFixtureTests {
    @Test(arguments: PacketFixtures.all)
    func `a packet case comes out natively as it must`(fixture: PacketFixture) {
        let tables = MemoryTables(FixtureWorld.image)
        let outcome = Simulation.forward(
            fixture.frame,
            interface: FixtureWorld.interface,
            tables: tables
        )
        switch fixture.expectation {
        case .pass(let frame):
            #expect(outcome == .init(verdict: .pass, frame: frame))
        case .transmit(let frame):
            #expect(outcome == .init(verdict: .transmit, frame: frame))
        case .redirect(let frame, let interface):
            #expect(outcome == .init(verdict: .redirect(interface), frame: frame))
        case .drop(let reason):
            #expect(outcome.verdict == .drop(reason))
        }
        for rule in UInt32(0)...FixtureWorld.Rule.last {
            let counted = tables.counters(rule).map { PacketFixture.Counted($0.pointee) }
            #expect(counted == (rule == fixture.rule ? fixture.counted : .init()), "rule \(rule)")
        }
    }

    @Test func `every case has a name of its own`() {
        let names = PacketFixtures.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
