import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// T76 to T79: nothing goes round in circles.
    static let loops: [PacketFixture] = [
        stays("T76 a packet for a member that is this node", tcp("192.0.2.117", flags: 0x02)),
        stays(
            "T77 a packet that another member has balanced already",
            tcp("192.0.2.117").with(\.ethernetSource, FixtureWorld.member(1))
        ),
        .drops(
            "T77 a packet whose member is the node that it came from",
            tcp("192.0.2.100").with(\.ethernetSource, FixtureWorld.member(1)).bytes,
            Rule.tcp,
            .returnsToSender
        ),
        floats(
            "T78 a packet of a client that is on the member's segment",
            tcp("192.0.2.100").with(\.source, FixtureWorld.address("192.0.2.50")),
            Rule.tcp,
            to: 1
        ),
        .drops(
            "T79 a member's own packet that is for itself",
            tcp("192.0.2.100").with(\.source, FixtureWorld.memberAddress(1))
                .with(\.ethernetSource, FixtureWorld.member(1)).bytes,
            Rule.tcp,
            .returnsToSender
        ),
        floats(
            "T79 a member's own packet that is for another member",
            udp("192.0.2.100").with(\.source, FixtureWorld.memberAddress(1))
                .with(\.ethernetSource, FixtureWorld.member(1)),
            Rule.udp,
            to: 2
        ),
        .drops(
            "T79 a translated packet of the member that it is for",
            tcp("192.0.2.103", 80).with(\.source, FixtureWorld.memberAddress(1))
                .with(\.ethernetSource, FixtureWorld.member(1)).bytes,
            Rule.translated,
            .returnsToSender
        ),
    ]

    /// A packet that the host gets as it came, counted for the rule.
    private static func stays(_ name: String, _ frame: FrameBuilder) -> PacketFixture {
        var isSYN = false
        if case .tcp(_, _, let flags) = frame.transport { isSYN = flags == 0x02 }
        return .forwards(
            name,
            frame.bytes,
            Rule.local,
            .pass(frame.bytes),
            padding: frame.padding,
            isSYN: isSYN
        )
    }
}
