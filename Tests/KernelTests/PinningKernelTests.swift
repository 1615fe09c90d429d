import Addresses
import BPF
import PacketFormats
import Planning
import TableStorage
import Tables
import TestSupport
import Testing

/// T20 to T28 and T34 on the packet program and the kernel's maps.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct PinningKernelTests {
    private let world: KernelWorld
    private let unsettled = "192.0.2.114"
    private let tracked = "192.0.2.115"

    init() throws {
        world = try KernelWorld()
    }

    /// The member that a packet of a client reaches; `nil` when it is dropped.
    private func member(_ frame: FrameBuilder) throws -> UInt8? {
        let result = try world.program.testRun(frame.bytes)
        guard result.action == 3 else { return nil }
        return (UInt8(1)...6).first { result.frame.starts(with: FixtureWorld.member($0).bytes) }
    }

    private func packet(_ frontend: String, _ flags: UInt8, port: UInt16 = 5000) -> FrameBuilder {
        PacketFixtures.packet(
            to: frontend,
            .tcp(source: port, destination: 443, flags: flags)
        )
    }

    private func datagram(_ port: UInt16) -> FrameBuilder {
        PacketFixtures.packet(
            to: tracked,
            .udp(source: port, destination: 443, hasChecksum: true)
        )
    }

    /// Makes every pin look as if its flow had been silent for the idle timeout.
    private func expirePins() throws {
        for (flow, pin) in try world.maps.flowPins.entries() {
            var expired = pin
            expired.expires = 1
            try world.maps.flowPins.set(flow, expired)
        }
    }

    /// Gives the slots of the unsettled rule another backend for new flows.
    private func move(to backend: UInt16) throws {
        let slots = try #require(try world.maps.readLookupTable(10))
        try world.maps.setLookupTable(10, slots.map { $0.moved(to: backend) { _ in true } })
    }

    @Test func `T20 T21 a rule that tracks flows pins each at its first packet`() throws {
        let first = try member(datagram(1))
        #expect(first != nil)
        #expect(try world.maps.flowPins.entries().count == 1)
        #expect(try member(datagram(1)) == first)
        #expect(try world.maps.flowPins.entries().count == 1)
    }

    @Test func `T22 T34 a flow stays where it began when its slot moves, and moves again`() throws {
        #expect(try member(packet(unsettled, 0x02)) == 1)
        #expect(try member(packet(unsettled, 0x10)) == 1)
        #expect(try member(packet(unsettled, 0x10, port: 6000)) == 2)
        for other in UInt16(2)...4 {
            try move(to: other)
            #expect(try member(packet(unsettled, 0x10)) == 1)
            #expect(try member(packet(unsettled, 0x10, port: 6000)) == 2)
        }
    }

    @Test func `T23 a flow of a member that was removed is steered anew`() throws {
        #expect(try member(packet(unsettled, 0x02)) == 1)
        #expect(try member(packet(unsettled, 0x10)) == 1)
        try world.maps.removeBackend(1)
        #expect(try world.maps.flowPins.entries().isEmpty)
        #expect(try member(packet(unsettled, 0x10)) == 2)
    }

    @Test func `T25 a flood of SYNs fills its own table, and lets no established flow go`() throws {
        #expect(try member(packet(unsettled, 0x02)) == 1)
        #expect(try member(packet(unsettled, 0x10)) == 1)
        let statistics = try ProgramStatistics.enable()
        // Two million senders, a SYN each.
        let flood = 2_000_000
        _ = try world.program.measure(count: flood, frame: packet(unsettled, 0x02).bytes) {
            let host = UInt32(0x0a00_0000 + $1)
            $0.storeBytes(of: host.bigEndian, toByteOffset: 26, as: UInt32.self)
        }
        withExtendedLifetime(statistics) {}
        let counted = try world.counted()[Int(FixtureWorld.Rule.unsettled)]
        #expect(counted.synPackets == UInt64(flood) + 1)
        #expect(try world.maps.handshakes.keys().count <= Int(Limits.handshakes))
        #expect(try world.maps.flowPins.entries().count == 1)
        #expect(try member(packet(unsettled, 0x10)) == 1)
        #expect(try member(packet(unsettled, 0x02, port: 7000)) == 1)
        #expect(try member(packet(unsettled, 0x10, port: 7000)) == 1)
    }

    @Test func `T26 T27 a flow without a pin gets one, and a FIN shortens it`() throws {
        #expect(try member(packet(unsettled, 0x10)) == 2)
        let before = try #require(try world.maps.flowPins.entries().values.first)
        #expect(before.backend == 2)
        #expect(try member(packet(unsettled, 0x11)) == 2)
        let after = try #require(try world.maps.flowPins.entries().values.first)
        #expect(after.options.contains(.isClosing))
        #expect(after.expires < before.expires)
    }

    @Test func `T28 a UDP flow that was silent for the idle timeout is a new one`() throws {
        let port = try #require(
            try (UInt16(1)...64).first { try member(datagram($0)) == 1 },
            "one of two members must have got a datagram"
        )
        let slots = try #require(try world.maps.readLookupTable(7))
        let other = slots.map { LookupSlot(current: 2, unsettledFrom: $0.current) }
        try world.maps.setLookupTable(7, other)
        #expect(try member(datagram(port)) == 1)
        try expirePins()
        #expect(try member(datagram(port)) == 2)
    }

    @Test func `pins note what both ends of a connection expect next`() throws {
        var segment = packet(unsettled, 0x10)
        segment.payload = [UInt8](repeating: 7, count: 10)
        var bytes = segment.bytes
        // Sequence number 1000, acknowledgement 5000; the program does not look at the checksum.
        bytes.replaceSubrange(38..<46, with: [0, 0, 0x03, 0xe8, 0, 0, 0x13, 0x88])
        _ = try world.program.testRun(bytes)
        let pin = try #require(try world.maps.flowPins.entries().values.first)
        #expect(pin.sequence == 1010)
        #expect(pin.acknowledgement == 5000)
        // An older segment that comes again takes nothing back.
        bytes.replaceSubrange(38..<46, with: [0, 0, 0x03, 0xde, 0, 0, 0x13, 0x80])
        _ = try world.program.testRun(bytes)
        #expect(try world.maps.flowPins.entries().values.first?.sequence == 1010)
        #expect(try world.maps.flowPins.entries().values.first?.acknowledgement == 5000)
    }
}
