import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// T44: packets longer than the interface of their member carries, which is 1,500 bytes.
    static let exceeding: [PacketFixture] = [
        tells("T44 a segment that is a byte too long", tcp("192.0.2.106"), carrying: 1461),
        tells("T44 a datagram that is too long", udp("192.0.2.106", 443), carrying: 1473),
        tells(
            "T44 a segment over IPv6 that is a byte too long",
            tcp("2001:db8::106"),
            carrying: 1441
        ),
        tells(
            "T44 a segment with a priority tag that is too long",
            tcp("192.0.2.106").with(\.vlans, [0]),
            carrying: 1500
        ),
        .drops(
            "T44 a long datagram that may be fragmented on the way",
            long(udp("192.0.2.106", 443).with(\.fragment, 0), 1473).bytes,
            Rule.elsewhere,
            .packetTooBig
        ),
        .drops(
            "T44 a long segment with IPv4 options",
            long(tcp("192.0.2.106").with(\.options, [1, 1, 1, 0]), 1457).bytes,
            Rule.elsewhere,
            .packetTooBig
        ),
        .forwards(
            "T44 a segment as long as the interface carries",
            long(tcp("192.0.2.106"), 1460).bytes,
            Rule.elsewhere,
            .redirect(
                FixtureWorld.member(4).bytes + FixtureWorld.otherNode.bytes
                    + long(tcp("192.0.2.106"), 1460).bytes.dropFirst(12),
                interface: FixtureWorld.otherInterface
            )
        ),
        floats(
            "T44 a segment of 1,501 bytes for a member behind an interface that carries more",
            long(tcp("192.0.2.100"), 1461),
            Rule.tcp,
            to: 1
        ),
    ]

    private static func long(_ frame: FrameBuilder, _ count: Int) -> FrameBuilder {
        frame.with(\.payload, (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    }

    /// The error from the frontend, with the header and the first 8 bytes of what it carried.
    private static func tells(
        _ name: String,
        _ frame: FrameBuilder,
        carrying count: Int
    ) -> PacketFixture {
        let sent = long(frame, count)
        let isIPv4 = sent.destination.version == .ipv4
        return .reports(
            name,
            sent.bytes,
            Rule.elsewhere,
            .packetTooBig,
            error(
                .message(kind: isIPv4 ? 3 : 2, code: isIPv4 ? 4 : 0, rest: 1500),
                about: sent,
                quoting: isIPv4 ? 28 : 48
            )
        )
    }
}
