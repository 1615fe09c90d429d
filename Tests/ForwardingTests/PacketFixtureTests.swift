import Forwarding
import Simulator
import Tables
import TestSupport
import Testing

/// The packet cases against the native forwarding decision.
@Suite struct PacketFixtureTests {
    @Test(arguments: PacketFixtures.all)
    func `a packet case comes out natively as it must`(fixture: PacketFixture) {
        check(fixture, MemoryTables(FixtureWorld.image))
    }

    @Test(arguments: PacketFixtures.sequences)
    func `a packet sequence comes out natively as it must`(sequence: PacketSequence) {
        let tables = MemoryTables(FixtureWorld.image)
        for packet in sequence.packets { check(packet, tables) }
    }

    @Test func `the fragments of a flow through an appliance stay together`() {
        let tables = MemoryTables(FixtureWorld.image)
        var receivers: Set<[UInt8]> = []
        for port in UInt16(1)...64 {
            let whole = PacketFixtures.throughAppliance(port)
            let parts = [
                whole.with(\.fragment, 0x2000), whole.with(\.fragment, 0x0004),
                whole.with(\.fragment, 0x4000),
            ]
            let outcomes = parts.map {
                Simulation.forward($0.bytes, interface: FixtureWorld.interface, tables: tables)
            }
            #expect(outcomes.allSatisfy { $0.verdict == .transmit })
            #expect(Set(outcomes.map { Array($0.frame.prefix(6)) }).count == 1, "port \(port)")
            receivers.insert(Array(outcomes[0].frame.prefix(6)))
        }
        #expect(receivers.count == 2)
    }

    private func check(_ fixture: PacketFixture, _ tables: MemoryTables) {
        let before = counted(tables)
        let outcome = Simulation.forward(
            fixture.frame,
            interface: FixtureWorld.interface,
            tables: tables,
            time: 1
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
        let gained = zip(counted(tables), before).map { $0 - $1 }
        for (rule, gained) in gained.enumerated() {
            let isExpected = fixture.rule == UInt32(rule)
            #expect(gained == (isExpected ? fixture.counted : .init()), "rule \(rule)")
        }
    }

    private func counted(_ tables: MemoryTables) -> [PacketFixture.Counted] {
        (UInt32(0)...FixtureWorld.Rule.last).map { rule in
            tables.counters(rule).map { PacketFixture.Counted($0.pointee) } ?? .init()
        }
    }

    @Test func `every case has a name of its own`() {
        let names = PacketFixtures.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
