import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// T39 while all members are down: the host is unreachable, as Azure says.
    static let unreachable: [PacketFixture] = [
        reported("T39 an echo request while all members are down", request("192.0.2.116")),
        reported("T39 an echo request over IPv6 while all are down", request("2001:db8::116")),
        reported(
            "T39 an echo request of odd length while all are down",
            request("192.0.2.116").with(\.payload, [1, 2, 3, 4, 5])
        ),
        reported(
            "T39 an echo request over IPv6 of odd length while all are down",
            request("2001:db8::116").with(\.payload, [1, 2, 3, 4, 5])
        ),
        reported(
            "T39 an echo request with IPv4 options while all are down",
            request("192.0.2.116").with(\.options, [1, 1, 1, 0])
        ),
        reported(
            "T39 an echo request in a VLAN while all are down",
            request("192.0.2.116").with(\.vlans, [7])
        ),
        reported(
            "T39 an echo request of the longest length that is quoted",
            request("192.0.2.116").with(\.payload, [UInt8](repeating: 1, count: 520))
        ),
        .drops(
            "T39 an echo request that is too long to be quoted",
            request("192.0.2.116").with(\.payload, [UInt8](repeating: 1, count: 521)).bytes,
            Rule.none,
            .noHealthyBackend
        ),
        .drops(
            "T39 an echo request over IPv6 that is too long to be quoted",
            request("2001:db8::116").with(\.payload, [UInt8](repeating: 1, count: 1185)).bytes,
            Rule.none,
            .noHealthyBackend
        ),
    ]

    /// The error from the frontend that quotes the request whole.
    private static func reported(_ name: String, _ request: FrameBuilder) -> PacketFixture {
        let isIPv4 = request.destination.version == .ipv4
        return .reports(
            name,
            request.bytes,
            Rule.none,
            .noHealthyBackend,
            error(
                .message(kind: isIPv4 ? 3 : 1, code: isIPv4 ? 1 : 3, rest: 0),
                about: request,
                quoting: .max
            )
        )
    }

    /// The error that the frontend of a client's packet answers with, quoting so many of its bytes.
    ///
    /// Its header is as the packet program makes it: never cut into fragments, with 64 hops.
    static func error(
        _ message: FrameBuilder.Transport,
        about sent: FrameBuilder,
        quoting length: Int
    ) -> [UInt8] {
        FrameBuilder(
            from: sent.destination,
            to: sent.source,
            message,
            ethernetSource: FixtureWorld.node,
            ethernetDestination: FixtureWorld.client
        )
        .with(\.vlans, sent.vlans)
        .with(\.payload, Array(sent.bytes.dropFirst(14 + 4 * sent.vlans.count).prefix(length)))
        .with(\.hopLimit, 64).with(\.identification, 0).with(\.fragment, 0x4000)
        .with(\.trafficClass, 0).with(\.flowLabel, 0).bytes
    }
}
