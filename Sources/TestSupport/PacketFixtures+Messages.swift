import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    typealias Message = FrameBuilder.Transport

    private static let needed = Message.message(kind: 3, code: 4, rest: 1400)
    private static let tooBig = Message.message(kind: 2, code: 0, rest: 1400)
    private static let portClosed = Message.message(kind: 3, code: 3, rest: 0)
    private static let expired = Message.message(kind: 11, code: 0, rest: 0)
    private static let router = FixtureWorld.address("203.0.113.1")

    /// T39 to T46: echo requests, and errors about packets of flows.
    static let messages: [PacketFixture] = echoes + steeredErrors + translatedErrors + refusedErrors

    private static let echoes: [PacketFixture] = [
        echo("T39 an echo request to a frontend", "192.0.2.100"),
        echo("T39 an echo request over IPv6", "2001:db8::100"),
        .drops(
            "T39 an echo request to a frontend that does not answer",
            request("192.0.2.104").bytes,
            Rule.none,
            .unsupportedTransport
        ),
        .passes("an echo request to the host", request("192.0.2.1").bytes),
        .passes(
            "an echo request that a switch flooded",
            request("192.0.2.100").with(\.ethernetDestination, FixtureWorld.member(2)).bytes
        ),
        .echoes(
            "T39 an echo request to a next hop's own address",
            through(request("192.0.2.101")).bytes,
            Rule.appliance,
            answer("192.0.2.101").with(
                \.ethernetSource,
                TransitAddress.ethernet(of: FixtureWorld.address("192.0.2.101").bits)
            ).bytes
        ),
    ]

    private static let steeredErrors: [PacketFixture] = [
        floats("T40 fragmentation needed", error("192.0.2.100", needed), Rule.tcp, to: 1),
        floats("T41 packet too big", error("2001:db8::100", tooBig), Rule.tcp6, to: 1),
        floats("T45 port unreachable", error("192.0.2.100", portClosed, 53, 17), Rule.udp, to: 2),
        floats(
            "T40 an error about a packet with IPv4 options",
            error("192.0.2.100", expired, options: [1, 1, 1, 0]),
            Rule.tcp,
            to: 1
        ),
        floats(
            "T40 an error of a flow on an unsettled slot",
            error("192.0.2.114", needed),
            Rule.unsettled,
            to: 2
        ),
    ]

    private static let translatedErrors: [PacketFixture] = [
        translated("T46 the quote of TCP", "192.0.2.103", Rule.translated, 6, whole: false),
        translated("T46 a long quote of TCP", "192.0.2.103", Rule.translated, 6, whole: true),
        translated("T46 the quote of UDP", "192.0.2.103", Rule.translatedUDP, 17, whole: true),
        translated("T46 the quote over IPv6", "2001:db8::103", Rule.translated6, 6, whole: true),
        memberError("T46 a member's error", Rule.translatedUDP, 17, from: nil),
        memberError("T46 an error about a packet to a member", Rule.translated, 6, from: router),
    ]

    private static let refusedErrors: [PacketFixture] = [
        .passes("T42 an error that is not for a frontend", error("192.0.2.1", needed).bytes),
        .drops(
            "T43 an error that is cut short",
            error("192.0.2.100", needed, quoted: 27).bytes,
            Rule.none,
            .malformedHeader
        ),
        .drops(
            "an error about another's packet",
            error("192.0.2.102", needed).with(\.destination, FixtureWorld.address("192.0.2.100"))
                .bytes,
            Rule.none,
            .malformedHeader
        ),
        .drops(
            "an error about a port without a rule",
            error("192.0.2.100", needed, 444).bytes,
            Rule.none,
            .noMatchingRule
        ),
    ]

    static func request(_ frontend: String) -> FrameBuilder {
        let isIPv4 = FixtureWorld.address(frontend).version == .ipv4
        let kind: UInt8 = isIPv4 ? 8 : 128
        return frame(frontend, .message(kind: kind, code: 0, rest: 0x0007_0001))
            .with(\.hopLimit, 3)
    }

    private static func answer(_ frontend: String) -> FrameBuilder {
        let asked = request(frontend)
        let kind: UInt8 = asked.destination.version == .ipv4 ? 0 : 129
        return asked.with(\.source, asked.destination).with(\.destination, asked.source)
            .with(\.transport, .message(kind: kind, code: 0, rest: 0x0007_0001))
            .with(\.hopLimit, 64)
            .with(\.ethernetDestination, asked.ethernetSource)
            .with(\.ethernetSource, FixtureWorld.node)
    }

    private static func echo(_ name: String, _ frontend: String) -> PacketFixture {
        .echoes(name, request(frontend).bytes, Rule.none, answer(frontend).bytes)
    }

    /// The IP packet that `source` had sent to the client, cut as a router quotes it.
    private static func quote(
        _ source: IPAddress,
        _ port: UInt16,
        _ transport: UInt8,
        toMember: Bool = false,
        options: [UInt8] = [],
        length: Int = .max
    ) -> [UInt8] {
        let client = source.version == .ipv4 ? clientAddress : clientAddress6
        let (near, far) = toMember ? (UInt16(40_000), port) : (port, UInt16(40_000))
        let header: Message =
            transport == 6
            ? .tcp(source: near, destination: far, flags: 0x10)
            : .udp(source: near, destination: far, hasChecksum: true)
        let sent = FrameBuilder(
            from: toMember ? client : source,
            to: toMember ? source : client,
            header,
            ethernetSource: FixtureWorld.node,
            ethernetDestination: FixtureWorld.client
        ).with(\.options, options)
        return Array(sent.bytes.dropFirst(14).prefix(length))
    }

    /// An error from the client's side about a packet that a frontend had sent.
    static func error(
        _ frontend: String,
        _ message: Message,
        _ port: UInt16 = 443,
        _ transport: UInt8 = 6,
        options: [UInt8] = [],
        quoted: Int = .max
    ) -> FrameBuilder {
        let address = FixtureWorld.address(frontend)
        let bytes = quote(address, port, transport, options: options, length: quoted)
        return frame(frontend, message).with(\.payload, bytes)
    }

    /// An error that reaches the member with its own address and port outside and in the quote.
    private static func translated(
        _ name: String,
        _ frontend: String,
        _ rule: UInt32,
        _ transport: UInt8,
        whole: Bool
    ) -> PacketFixture {
        let address = FixtureWorld.address(frontend)
        let isIPv4 = address.version == .ipv4
        let member: UInt8 = isIPv4 ? 1 : 3
        let length = whole ? Int.max : 28
        let own = FixtureWorld.memberAddress(member)
        let sent = frame(frontend, isIPv4 ? needed : tooBig)
            .with(\.payload, quote(address, 80, transport, length: length))
        let result = sent.with(\.destination, own)
            .with(\.payload, quote(own, 8080, transport, length: length))
            .with(\.ethernetDestination, FixtureWorld.member(member))
            .with(\.ethernetSource, FixtureWorld.node)
        return .forwards(name, sent.bytes, rule, .transmit(result.bytes))
    }

    /// An error that leaves for the client about a packet to member 1, from there or from a router.
    private static func memberError(
        _ name: String,
        _ rule: UInt32,
        _ transport: UInt8,
        from router: IPAddress?
    ) -> PacketFixture {
        let member = FixtureWorld.memberAddress(1)
        let frontend = FixtureWorld.address("192.0.2.103")
        let sent = FrameBuilder(
            from: router ?? member,
            to: clientAddress,
            portClosed,
            ethernetSource: FixtureWorld.member(1),
            ethernetDestination: FixtureWorld.node
        ).with(\.payload, quote(member, 8080, transport, toMember: true))
        let result = sent.with(\.source, router ?? frontend)
            .with(\.payload, quote(frontend, 80, transport, toMember: true))
        return .restores(name, sent.bytes, rule, result.bytes)
    }
}
