import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// What becomes of flows when a live rule's floating IP, port or distribution changes.
    ///
    /// Each sequence has a client port of its own: the kernel's tables outlive a sequence.
    static let historySequences: [PacketSequence] = [
        PacketSequence(
            name: "a flow that began before a change keeps its member and its mapping",
            packets: [
                before("its first packet since", 50_001, 0x10),
                before("its next packet", 50_001, 0x18),
            ]
        ),
        PacketSequence(
            name: "a flow that begins after a change goes by the rule as it is now",
            packets: [
                now("its SYN", 50_002, 0x02),
                now("its first packet", 50_002, 0x10),
                now("its next packet", 50_002, 0x18),
            ]
        ),
        PacketSequence(
            name: "a new flow of the same ports is not the old one",
            packets: [
                before("the old flow", 50_003, 0x10),
                now("the new flow's SYN", 50_003, 0x02),
                now("the new flow", 50_003, 0x10),
            ]
        ),
        PacketSequence(
            name: "an error about a flow takes the flow's way",
            packets: [
                floats(
                    "of a flow that began before",
                    error("192.0.2.118", .message(kind: 3, code: 4, rest: 1400)),
                    Rule.changed,
                    to: 2
                )
            ]
        ),
    ]

    private static func packet(_ port: UInt16, _ flags: UInt8) -> FrameBuilder {
        frame("192.0.2.118", .tcp(source: port, destination: 443, flags: flags))
    }

    private static func before(_ name: String, _ port: UInt16, _ flags: UInt8) -> PacketFixture {
        floats(name, packet(port, flags), Rule.changed, to: 2)
    }

    private static func now(_ name: String, _ port: UInt16, _ flags: UInt8) -> PacketFixture {
        let sent = packet(port, flags)
        let result = sent.with(\.destination, FixtureWorld.memberAddress(1))
            .with(\.transport, .tcp(source: port, destination: 8080, flags: flags))
        return .forwards(
            name,
            sent.bytes,
            Rule.changed,
            .transmit(delivered(result.bytes, to: 1)),
            isSYN: flags == 0x02
        )
    }
}
