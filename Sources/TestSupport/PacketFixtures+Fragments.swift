import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// T47 to T52: fragments of one datagram go where its first one went.
    ///
    /// Each sequence has an identification of its own: the kernel's tables outlive a sequence.
    public static let fragmentSequences: [PacketSequence] = [
        sequence("T47 to T49 fragments to a floating rule") { place in
            delivers(first(udp("192.0.2.100"), 1, place), Rule.udp, to: 2, place)
        },
        sequence("T50 IPv6 fragments to a floating rule") { place in
            delivers(first(udp("2001:db8::100"), 2, place), Rule.udp6, to: 2, place)
        },
        sequence("T48 fragments of TCP") { place in
            delivers(first(tcp("192.0.2.100"), 3, place), Rule.tcp, to: 1, place)
        },
        PacketSequence(
            name: "T52 a fragment before the first, which tells where the next one goes",
            packets: [
                unknown("a later fragment alone", first(udp("192.0.2.100"), 4, .middle)),
                delivers(first(udp("192.0.2.100"), 4, .first), Rule.udp, to: 2, .first),
                delivers(first(udp("192.0.2.100"), 4, .last), Rule.udp, to: 2, .last),
                unknown("another datagram's fragment", first(udp("192.0.2.100"), 5, .last)),
            ]
        ),
        sequence("T48 fragments to a rule without floating IP") { place in
            let sent = first(udp("192.0.2.103", 80), 6, place)
            let result = first(udp("192.0.2.11", 8080), 6, place)
            return .forwards(
                "\(place)",
                sent,
                Rule.translatedUDP,
                .transmit(delivered(result, to: 1))
            )
        },
        sequence("T48 fragments of a reply") { place in
            .restores(
                "\(place)",
                first(answer("192.0.2.11", 8080), 7, place),
                Rule.translatedUDP,
                first(answer("192.0.2.103", 80), 7, place)
            )
        },
        PacketSequence(
            name: "an echo request in fragments is not answered",
            packets: FragmentPlace.allCases.map { place in
                let request = frame("192.0.2.100", .message(kind: 8, code: 0, rest: 1))
                return .drops(
                    "\(place)",
                    first(request, 8, place),
                    Rule.none,
                    .unsupportedTransport
                )
            }
        ),
    ]

    /// Which fragment of its datagram one is.
    private enum FragmentPlace: UInt16, CaseIterable {
        case first = 0x2000
        case middle = 0x2002
        case last = 0x0004
    }

    private static func sequence(
        _ name: String,
        _ fixture: (FragmentPlace) -> PacketFixture
    ) -> PacketSequence {
        PacketSequence(name: name, packets: FragmentPlace.allCases.map(fixture))
    }

    /// A fragment of the datagram that a frame begins: its own header only in the first.
    private static func first(
        _ whole: FrameBuilder,
        _ identification: UInt16,
        _ place: FragmentPlace
    ) -> [UInt8] {
        let isIPv4 = whole.destination.version == .ipv4
        var builder = whole.with(\.payload, [UInt8](0..<16))
        if isIPv4 {
            builder = builder.with(\.identification, identification)
                .with(\.fragment, place.rawValue)
        } else {
            // In an IPv6 fragment header the offset comes first and the flag last.
            let more: UInt16 = place == .last ? 0 : 1
            let field: UInt16 = (place.rawValue & 0x1fff) << 3 | more
            var header: [UInt8] = [0, 0]
            header += field.networkBytes
            header += UInt32(identification).networkBytes
            builder = builder.with(\.extensionHeaders, [(number: UInt8(44), bytes: header)])
        }
        let start = isIPv4 ? 34 : 62
        guard place == .first else {
            let number = isIPv4 ? builder.bytes[23] : builder.bytes[54]
            return builder.with(\.transport, .other(number)).bytes
        }
        guard case .udp = whole.transport else { return builder.bytes }
        // The length is the whole datagram's, beyond this fragment.
        return damaged(builder.bytes, at: start + 4, UInt16(8 + 48).networkBytes)
    }

    private static func answer(_ source: String, _ port: UInt16) -> FrameBuilder {
        FrameBuilder(
            from: FixtureWorld.address(source),
            to: clientAddress,
            .udp(source: port, destination: 40_000, hasChecksum: true),
            ethernetSource: FixtureWorld.member(1),
            ethernetDestination: FixtureWorld.node
        )
    }

    private static func delivers(
        _ frame: [UInt8],
        _ rule: UInt32,
        to member: UInt8,
        _ place: FragmentPlace
    ) -> PacketFixture {
        .forwards("\(place)", frame, rule, .transmit(delivered(frame, to: member)))
    }

    private static func unknown(_ name: String, _ frame: [UInt8]) -> PacketFixture {
        .drops(name, frame, Rule.none, .fragment)
    }
}
