import Addresses
import Forwarding
import Planning
import Simulator
import Tables
import TestSupport
import Testing

/// What the packet program remembers of flows, where it remembers any.
@Suite struct PinningTests {
    private static let second: UInt64 = 1_000_000_000
    private let tables = MemoryTables(FixtureWorld.image)

    /// The member that a frame reaches at a time; nil when it is dropped.
    private func member(_ frame: FrameBuilder, at time: UInt64 = second) -> UInt8? {
        let outcome = Simulation.forward(
            frame.bytes,
            interface: FixtureWorld.interface,
            tables: tables,
            time: time
        )
        guard case .transmit = outcome.verdict else { return nil }
        return (UInt8(1)...6).first { outcome.frame.starts(with: FixtureWorld.member($0).bytes) }
    }

    private func packet(_ frontend: String, _ flags: UInt8, port: UInt16 = 5000) -> FrameBuilder {
        frame(frontend, .tcp(source: port, destination: 443, flags: flags))
    }

    private func frame(_ frontend: String, _ transport: FrameBuilder.Transport) -> FrameBuilder {
        FrameBuilder(
            from: FixtureWorld.address("198.51.100.7"),
            to: FixtureWorld.address(frontend),
            transport,
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        )
    }

    private let unsettled = "192.0.2.114"
    private let tracked = "192.0.2.115"

    @Test func `settled slots remember nothing`() {
        for port in UInt16(1)...100 {
            #expect(member(packet("192.0.2.110", 0x02, port: port)) != nil)
            #expect(member(packet("192.0.2.110", 0x10, port: port)) != nil)
        }
        #expect(tables.pinEntries.isEmpty)
    }

    @Test
    func `T22 in an unsettled slot a SYN goes to the present member and its flow stays there`() {
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(tables.pinEntries.isEmpty, "a SYN alone makes no pin")
        #expect(member(packet(unsettled, 0x10)) == 1)
        #expect(tables.pinEntries.count == 1)
    }

    @Test func `T26 a flow without a pin stays on the member that it began with`() {
        #expect(member(packet(unsettled, 0x10)) == 2)
        #expect(tables.pinEntries.values.map(\.backend) == [2])
    }

    @Test func `T28 a pin that was silent for the idle timeout is void`() {
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
        #expect(member(packet(unsettled, 0x10), at: 240 * Self.second) == 1)
        #expect(member(packet(unsettled, 0x10), at: 481 * Self.second) == 2)
    }

    @Test func `a new SYN voids what was remembered of its ports`() {
        #expect(member(packet(unsettled, 0x10)) == 2)
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
    }

    @Test func `T27 a FIN shortens a flow's pin`() {
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
        #expect(member(packet(unsettled, 0x11)) == 1)
        let expires = 61 * Self.second + Limits.renewalNanoseconds
        #expect(tables.pinEntries.values.map(\.expires) == [expires])
    }

    @Test func `T27 a reset without more shortens it too, for it may be forged`() {
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
        #expect(member(packet(unsettled, 0x04)) == 1)
        let expires = 61 * Self.second + Limits.renewalNanoseconds
        #expect(tables.pinEntries.values.map(\.expires) == [expires])
        #expect(member(packet(unsettled, 0x10)) == 1)
    }

    @Test func `T25 a flow that finds no room for a pin stays where its handshake was`() {
        tables.pinLimit = 0
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
        #expect(member(packet(unsettled, 0x10), at: 200 * Self.second) == 1)
    }

    @Test func `both directions of a new flow share a pin where they travel through`() {
        var image = FixtureWorld.image
        let moving = LookupSlot(current: 1, unsettledFrom: 2)
        image.lookupTables[7] = [LookupSlot](repeating: moving, count: Limits.slots)
        let tables = MemoryTables(image)
        func appliance(
            _ source: String,
            _ target: String,
            _ flags: UInt8,
            _ ports: (UInt16, UInt16)
        )
            -> Bool
        {
            var builder = frame(
                target,
                .tcp(source: ports.0, destination: ports.1, flags: flags)
            )
            builder.source = FixtureWorld.address(source)
            let outcome = Simulation.forward(
                PacketFixtures.through(builder).bytes,
                interface: FixtureWorld.interface,
                tables: tables,
                time: Self.second
            )
            return outcome.frame.starts(with: FixtureWorld.member(1).bytes)
        }
        for port in UInt16(1)...50 {
            #expect(appliance("192.0.2.1", "203.0.113.9", 0x02, (port, 443)))
            #expect(appliance("203.0.113.9", "192.0.2.1", 0x12, (443, port)))
            #expect(appliance("192.0.2.1", "203.0.113.9", 0x10, (port, 443)))
        }
    }

    @Test func `T23 a flow of a removed member is steered anew`() {
        #expect(member(packet(unsettled, 0x02)) == 1)
        #expect(member(packet(unsettled, 0x10)) == 1)
        tables.removeBackend(1)
        #expect(member(packet(unsettled, 0x10)) == 2)
    }

    @Test func `T24 a full table forwards by the slot, and counts it`() {
        tables.pinLimit = 0
        #expect(member(packet(unsettled, 0x10)) == 2)
        #expect(tables.counters(FixtureWorld.Rule.unsettled)?.pointee.unpinnedFlows == 1)
    }

    @Test func `UDP in an unsettled slot goes to the present member`() {
        let datagram = frame(unsettled, .udp(source: 1, destination: 443, hasChecksum: true))
        #expect(member(datagram) == 1)
        #expect(tables.pinEntries.isEmpty)
    }

    @Test func `T20 T21 a rule that tracks flows pins each, TCP and UDP`() {
        #expect(member(packet(tracked, 0x02)) != nil)
        #expect(member(packet(tracked, 0x10)) != nil)
        let datagram = frame(tracked, .udp(source: 1, destination: 443, hasChecksum: true))
        let first = member(datagram)
        #expect(tables.pinEntries.count == 2)
        #expect(member(datagram) == first)
        #expect(tables.pinEntries.count == 2)
    }
}
