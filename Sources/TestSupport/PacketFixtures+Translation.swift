import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// T9, T80, T85: rules without floating IP, their replies, and floating rules with another port.
    static let translation: [PacketFixture] = [
        translated(
            "T80 TCP to the member's own address and port",
            tcp("192.0.2.103", 80, flags: 0x02),
            Rule.translated,
            member: 1,
            .tcp(source: 40_000, destination: 8080, flags: 0x02),
            isSYN: true
        ),
        translated(
            "T80 UDP to the member's own address and port",
            udp("192.0.2.103", 80),
            Rule.translatedUDP,
            member: 1,
            .udp(source: 40_000, destination: 8080, hasChecksum: true)
        ),
        translated(
            "T85 UDP without a checksum stays without",
            frame("192.0.2.103", .udp(source: 40_000, destination: 80, hasChecksum: false)),
            Rule.translatedUDP,
            member: 1,
            .udp(source: 40_000, destination: 8080, hasChecksum: false)
        ),
        translated(
            "T80 TCP over IPv6",
            tcp("2001:db8::103", 80),
            Rule.translated6,
            member: 3,
            .tcp(source: 40_000, destination: 8080, flags: 0x10)
        ),
        translated(
            "T7 all ports: the address changes, the port does not",
            tcp("192.0.2.112", 12_345),
            Rule.translatedAll,
            member: 2,
            .tcp(source: 40_000, destination: 12_345, flags: 0x10)
        ),
        .forwards(
            "floating IP with another backend port",
            tcp("192.0.2.111").bytes,
            Rule.portChange,
            .transmit(
                delivered(
                    tcp("192.0.2.111", 8443).bytes,
                    to: 1
                )
            )
        ),
        checksumOfZero,
        .restores(
            "T80 a TCP reply gets its frontend back",
            reply(from: 1, .tcp(source: 8080, destination: 40_000, flags: 0x12)).bytes,
            Rule.translated,
            restored("192.0.2.103", .tcp(source: 80, destination: 40_000, flags: 0x12)).bytes
        ),
        .restores(
            "T80 a UDP reply gets its frontend back",
            reply(from: 1, .udp(source: 8080, destination: 40_000, hasChecksum: true)).bytes,
            Rule.translatedUDP,
            restored("192.0.2.103", .udp(source: 80, destination: 40_000, hasChecksum: true)).bytes
        ),
        .restores(
            "T80 a reply over IPv6",
            reply(from: 3, .tcp(source: 8080, destination: 40_000, flags: 0x12)).bytes,
            Rule.translated6,
            restored("2001:db8::103", .tcp(source: 80, destination: 40_000, flags: 0x12)).bytes
        ),
        .restores(
            "T80 a reply of an HA-ports rule keeps its port",
            reply(from: 2, .tcp(source: 12_345, destination: 40_000, flags: 0x12)).bytes,
            Rule.translatedAll,
            restored("192.0.2.112", .tcp(source: 12_345, destination: 40_000, flags: 0x12)).bytes
        ),
        .restores(
            "a reply of a floating rule with another port",
            restored("192.0.2.111", .tcp(source: 8443, destination: 40_000, flags: 0x12)).bytes,
            Rule.portChange,
            restored("192.0.2.111", .tcp(source: 443, destination: 40_000, flags: 0x12)).bytes
        ),
        .passes(
            "a member's traffic from another port",
            reply(from: 1, .tcp(source: 8081, destination: 40_000, flags: 0x12)).bytes
        ),
        .passes(
            "a member's answer to the node's own connection",
            toNode(from: 1, .tcp(source: 8080, destination: 40_000, flags: 0x12)).bytes
        ),
        .passes(
            "a member's answer to the node's own connection over IPv6",
            toNode(from: 3, .tcp(source: 8080, destination: 40_000, flags: 0x12)).bytes
        ),
        .passes(
            "T9 a floating reply that passes the node",
            restored("192.0.2.100", .tcp(source: 443, destination: 40_000, flags: 0x12)).bytes
        ),
    ]

    private static func translated(
        _ name: String,
        _ frame: FrameBuilder,
        _ rule: UInt32,
        member: UInt8,
        _ transport: FrameBuilder.Transport,
        isSYN: Bool = false
    ) -> PacketFixture {
        let result = frame.with(\.destination, FixtureWorld.memberAddress(member))
            .with(\.transport, transport)
            .with(\.ethernetDestination, FixtureWorld.member(member))
            .with(\.ethernetSource, FixtureWorld.node)
        return .forwards(name, frame.bytes, rule, .transmit(result.bytes), isSYN: isSYN)
    }

    /// A packet from a member's own address to the client, sent through the node.
    private static func reply(
        from member: UInt8,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        let source = FixtureWorld.memberAddress(member)
        return FrameBuilder(
            from: source,
            to: source.version == .ipv4 ? clientAddress : clientAddress6,
            transport,
            ethernetSource: FixtureWorld.member(member),
            ethernetDestination: FixtureWorld.node
        )
    }

    /// A packet from a member's own address to the node's.
    private static func toNode(
        from member: UInt8,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        let packet = reply(from: member, transport)
        let node = packet.source.version == .ipv4 ? "192.0.2.2" : "2001:db8::2"
        return packet.with(\.destination, FixtureWorld.address(node))
    }

    /// The same packet from a frontend: the host routes it, so the Ethernet addresses stay.
    private static func restored(
        _ frontend: String,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        let source = FixtureWorld.address(frontend)
        let member: UInt8 =
            switch frontend {
            case "192.0.2.112": 2
            case "2001:db8::103": 3
            default: 1
            }
        return reply(from: member, transport).with(\.source, source)
    }

    /// T85: a UDP checksum that comes out as zero is sent as ones.
    ///
    /// The payload is chosen so that it does: it takes what is left of the sum to all ones.
    private static let checksumOfZero: PacketFixture = {
        let sent = FrameBuilder.Transport.udp(source: 40_000, destination: 8080, hasChecksum: true)
        let blank = udp("192.0.2.103", 80).with(\.payload, [0, 0])
        let target = blank.with(\.destination, FixtureWorld.memberAddress(1)).with(
            \.transport,
            sent
        )
        let left = Array(target.bytes[40..<42])
        return translated(
            "T85 a UDP checksum of zero is sent as ones",
            blank.with(\.payload, left),
            Rule.translatedUDP,
            member: 1,
            sent
        )
    }()
}
