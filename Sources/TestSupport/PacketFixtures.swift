import Addresses
import PacketFormats
import Tables

/// The packet cases, by theme; `PacketFixtures.all` is what every test of the data plane runs.
public enum PacketFixtures {
    /// All cases.
    public static let all: [PacketFixture] =
        steering + passThrough + malformed + translation + transit + resolution
        + messages + unreachable + exceeding + loops

    /// All sequences.
    public static let sequences: [PacketSequence] = fragmentSequences + historySequences

    static let clientAddress = FixtureWorld.address("198.51.100.7")
    static let clientAddress6 = FixtureWorld.address("2001:db8:1::7")

    /// A TCP packet from the client to a frontend.
    static func tcp(_ frontend: String, _ port: UInt16 = 443, flags: UInt8 = 0x10) -> FrameBuilder {
        frame(frontend, .tcp(source: 40_000, destination: port, flags: flags))
    }

    /// A UDP packet from the client to a frontend.
    static func udp(_ frontend: String, _ port: UInt16 = 53) -> FrameBuilder {
        frame(frontend, .udp(source: 40_000, destination: port, hasChecksum: true))
    }

    /// A packet from the client to a frontend.
    public static func packet(
        to frontend: String,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        frame(frontend, transport)
    }

    static func frame(_ frontend: String, _ transport: FrameBuilder.Transport) -> FrameBuilder {
        let destination = FixtureWorld.address(frontend)
        return FrameBuilder(
            from: destination.version == .ipv4 ? clientAddress : clientAddress6,
            to: destination,
            transport,
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        )
    }

    /// The bytes with the Ethernet addresses of a delivery to a member, and nothing else changed.
    static func delivered(_ frame: [UInt8], to member: UInt8) -> [UInt8] {
        FixtureWorld.member(member).bytes + FixtureWorld.node.bytes + frame.dropFirst(12)
    }

    /// The bytes with some replaced, from an offset on.
    static func damaged(_ frame: [UInt8], at offset: Int, _ bytes: [UInt8]) -> [UInt8] {
        var copy = frame
        copy.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        return copy
    }

    /// A floating-IP case: delivered to a member with every byte after the Ethernet header unchanged.
    static func floats(
        _ name: String,
        _ frame: FrameBuilder,
        _ rule: UInt32,
        to member: UInt8,
        isSYN: Bool = false
    ) -> PacketFixture {
        .forwards(
            name,
            frame.bytes,
            rule,
            .transmit(delivered(frame.bytes, to: member)),
            padding: frame.padding,
            isSYN: isSYN
        )
    }
}
