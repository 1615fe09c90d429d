import Addresses
import Forwarding
import TestSupport

extension PacketKind {
    /// Every kind, in the order in which they are reported.
    static let all: [PacketKind] =
        [
            transmitted("floating IPv4", tcp("192.0.2.100")),
            transmitted("floating IPv6", tcp("2001:db8::100")),
            transmitted("destination NAT", tcp("192.0.2.103", 80)),
            transmitted("destination NAT over IPv6", tcp("2001:db8::103", 80)),
            transmitted("tracked", tcp("192.0.2.115"), before: tcp("192.0.2.115")),
            transmitted("tracked, SYN", tcp("192.0.2.115", flags: 0x02)),
            transmitted("unsettled", tcp("192.0.2.114"), before: tcp("192.0.2.114")),
            transmitted("first fragment", firstFragment),
            transmitted("later fragment", laterFragment, before: firstFragment),
            passed("no frontend", tcp("192.0.2.250")),
        ]
        + [
            ("echo", "T39 an echo request to a frontend"),
            ("ICMP error, floating IP", "T40 fragmentation needed"),
            ("ICMP error, destination NAT", "T46 a long quote of TCP"),
            ("reply", "T80 a TCP reply gets its frontend back"),
            ("reply over IPv6", "T80 a reply over IPv6"),
        ].compactMap { fixture($0, named: $1) }

    private static let firstFragment = packet(
        "192.0.2.100",
        .udp(source: 40_000, destination: 53, hasChecksum: false)
    ).with(\.fragment, 0x2000)

    private static let laterFragment = firstFragment.with(\.transport, .other(17))
        .with(\.fragment, 0x0002)

    private static func tcp(
        _ frontend: String,
        _ port: UInt16 = 443,
        flags: UInt8 = 0x10
    ) -> FrameBuilder {
        packet(frontend, .tcp(source: 40_000, destination: port, flags: flags))
    }

    private static func packet(
        _ frontend: String,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        TestFlow.packet(to: FixtureWorld.address(frontend), transport)
    }

    private static func transmitted(
        _ name: String,
        _ packet: FrameBuilder,
        before: FrameBuilder? = nil
    ) -> PacketKind {
        PacketKind(name: name, frame: packet.bytes, verdict: .transmit, before: before?.bytes)
    }

    private static func passed(_ name: String, _ packet: FrameBuilder) -> PacketKind {
        PacketKind(name: name, frame: packet.bytes, verdict: .pass)
    }

    /// A packet that the tests of the data plane have too; `nil` when they have none of this name.
    private static func fixture(_ name: String, named fixture: String) -> PacketKind? {
        guard let fixture = PacketFixtures.all.first(where: { $0.name == fixture }) else {
            return nil
        }
        switch fixture.expectation {
        case .pass: return PacketKind(name: name, frame: fixture.frame, verdict: .pass)
        case .transmit: return PacketKind(name: name, frame: fixture.frame, verdict: .transmit)
        case .redirect, .drop: return nil
        }
    }
}
