import PacketFormats
import Tables

extension PacketFixtures {
    private static let frame4 = tcp("192.0.2.100").bytes
    private static let frame6 = tcp("2001:db8::100").bytes

    /// T53 to T63: headers that are unusual or contradict themselves.
    static let malformed: [PacketFixture] =
        [
            floats(
                "T53 IPv4 options",
                tcp("192.0.2.100").with(\.options, [0x94, 4, 0, 0, 1, 1, 1, 0]),
                Rule.tcp,
                to: 1
            ),
            floats(
                "T53 the longest IPv4 options",
                tcp("192.0.2.100").with(\.options, [UInt8](repeating: 1, count: 40)),
                Rule.tcp,
                to: 1
            ),
            dropped("T54 an IPv4 header of less than 20 bytes", damaged(frame4, at: 14, [0x44])),
            dropped(
                "T55 a total length beyond the frame",
                damaged(frame4, at: 16, UInt16(frame4.count - 14 + 1).networkBytes)
            ),
            dropped(
                "T55 a total length within the header",
                damaged(frame4, at: 16, UInt16(19).networkBytes)
            ),
            dropped("T55 an IPv6 payload beyond the frame", overlong6, Rule.none),
            dropped("T56 TCP cut short by the total length", damaged(frame4, at: 16, [0, 39])),
            dropped("T56 a TCP data offset of 16 bytes", damaged(frame4, at: 46, [0x40])),
            dropped("T56 a TCP data offset beyond the packet", damaged(frame4, at: 46, [0xf0])),
            dropped("T57 a UDP length beyond the packet", udpLength(13)),
            dropped("T57 a UDP length within its header", udpLength(7)),
            floats("T60 a wrong IPv4 checksum is not repaired", wrongChecksum, Rule.tcp),
            .drops(
                "T61 a frontend as source and destination",
                tcp("192.0.2.100").with(\.source, FixtureWorld.address("192.0.2.100")).bytes,
                Rule.tcp,
                .sourceIsDestination
            ),
            .drops(
                "T62 land: addresses and ports the same",
                land.bytes,
                Rule.tcp,
                .sourceIsDestination
            ),
            floats("T63 a last hop", tcp("192.0.2.100").with(\.hopLimit, 1), Rule.tcp, to: 1),
            floats(
                "T63 a last hop, IPv6",
                tcp("2001:db8::100").with(\.hopLimit, 1),
                Rule.tcp6,
                to: 1
            ),
            .drops("a later fragment alone", fragment(0x0001), Rule.none, .fragment),
            .drops(
                "a timestamp request to a frontend",
                frame("192.0.2.100", .message(kind: 13, code: 0, rest: 0)).bytes,
                Rule.none,
                .unsupportedTransport
            ),
        ] + runts + extensions

    private static func dropped(
        _ name: String,
        _ frame: [UInt8],
        _ rule: UInt32 = Rule.none
    ) -> PacketFixture {
        .drops(name, frame, rule, .malformedHeader)
    }

    private static func floats(_ name: String, _ frame: [UInt8], _ rule: UInt32) -> PacketFixture {
        .forwards(name, frame, rule, .transmit(delivered(frame, to: 1)))
    }

    private static let overlong6 = damaged(
        frame6,
        at: 18,
        UInt16(frame6.count - 54 + 1).networkBytes
    )
    private static let wrongChecksum = damaged(frame4, at: 24, [0xde, 0xad])
    private static let land = tcp("192.0.2.100")
        .with(\.source, FixtureWorld.address("192.0.2.100"))
        .with(\.transport, .tcp(source: 443, destination: 443, flags: 0x02))

    private static func udpLength(_ length: UInt16) -> [UInt8] {
        damaged(udp("192.0.2.100").bytes, at: 38, length.networkBytes)
    }

    private static func fragment(_ field: UInt16) -> [UInt8] {
        tcp("192.0.2.100").with(\.fragment, field).bytes
    }

    /// T59: frames that end before a header does.
    ///
    /// The host counts what has no readable destination.
    private static let runts: [PacketFixture] = [
        .passes("T59 a frame that is only an Ethernet header", Array(frame4.prefix(14))),
        .passes("T59 a frame that ends in the IPv4 header", Array(frame4.prefix(33))),
        .passes("T59 a frame that ends in the IPv6 header", Array(frame6.prefix(53))),
        .passes("T59 a frame that ends in the tag", cutTag),
        dropped("T59 a frame that ends after the IPv4 header", Array(frame4.prefix(34))),
        dropped("T59 a frame that ends in the TCP header", Array(frame4.prefix(53))),
        .passes("a version that is not the type's, IPv4", damaged(frame4, at: 14, [0x65])),
        .passes("a version that is not the type's, IPv6", damaged(frame6, at: 14, [0x40])),
    ]

    private static let cutTag = Array(tcp("192.0.2.100").with(\.vlans, [5]).bytes.prefix(15))

    /// T58: IPv6 extension headers.
    private static let extensions: [PacketFixture] = [
        extended("T58 hop-by-hop options", [(0, 8)]),
        extended("T58 destination options of 24 bytes", [(60, 24)]),
        extended("T58 a chain of routing, hop-by-hop and options", [(0, 8), (43, 24), (60, 16)]),
        extended("T58 an atomic fragment (T51)", [(44, 8)]),
        extended("T58 the longest chain", Array(repeating: (60, 8), count: 6)),
        .drops(
            "T58 a chain that is too long",
            chain(Array(repeating: (60, 8), count: 7)).bytes,
            Rule.none,
            .extensionHeaderLimit
        ),
        .drops("T58 a later IPv6 fragment alone", fragment6, Rule.none, .fragment),
        dropped("T58 an option header beyond the packet", overlongOption),
        dropped("T58 a chain that ends in the frame", cutChain),
    ]

    private static func chain(_ headers: [(UInt8, Int)]) -> FrameBuilder {
        let headers = headers.map { number, size in
            let length = number == 44 ? 0 : UInt8(size / 8 - 1)
            let bytes = [0, length] + [UInt8](repeating: 0, count: size - 2)
            return (number: number, bytes: bytes)
        }
        return tcp("2001:db8::100").with(\.extensionHeaders, headers)
    }

    private static func extended(_ name: String, _ headers: [(UInt8, Int)]) -> PacketFixture {
        floats(name, chain(headers).bytes, Rule.tcp6)
    }

    private static let fragment6 = damaged(chain([(44, 8)]).bytes, at: 56, [0, 8])
    private static let overlongOption = damaged(chain([(60, 8)]).bytes, at: 55, [200])
    private static let cutChain: [UInt8] = {
        let whole = chain([(60, 8)]).bytes
        return damaged(Array(whole.prefix(58)), at: 18, UInt16(4).networkBytes)
    }()
}
