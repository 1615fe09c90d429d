import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    /// ARP and neighbour discovery for frontend addresses.
    static let resolution: [PacketFixture] = [
        .answers(
            "an ARP request for a frontend",
            arpRequest(for: "192.0.2.100"),
            arpReply(for: "192.0.2.100", at: FixtureWorld.node)
        ),
        .answers(
            "an ARP request for a next-hop frontend",
            arpRequest(for: "192.0.2.101"),
            arpReply(
                for: "192.0.2.101",
                at: TransitAddress.ethernet(of: FixtureWorld.address("192.0.2.101").bits)
            )
        ),
        .passes(
            "another machine's announcement of a frontend",
            arpRequest(for: "192.0.2.100", from: "192.0.2.100")
        ),
        .passes("an ARP reply", damaged(arpRequest(for: "192.0.2.100"), at: 20, [0, 2])),
        .passes("an ARP packet cut short", Array(arpRequest(for: "192.0.2.100").prefix(41))),
        .answers(
            "a neighbour solicitation for a frontend",
            solicitation("2001:db8::100"),
            advertisement("2001:db8::100", to: clientAddress6, at: FixtureWorld.node)
        ),
        .answers(
            "a neighbour solicitation for a next-hop frontend",
            solicitation("2001:db8::101"),
            advertisement(
                "2001:db8::101",
                to: clientAddress6,
                at: TransitAddress.ethernet(of: FixtureWorld.address("2001:db8::101").bits)
            )
        ),
        .answers(
            "duplicate address detection for a frontend",
            solicitation("2001:db8::100", from: "::", option: []),
            advertisement("2001:db8::100", to: nil, at: FixtureWorld.node, hasOption: false)
        ),
        .passes(
            "a neighbour solicitation from beyond the segment",
            solicitation("2001:db8::100", hopLimit: 254, group: true)
        ),
    ]

    static func arpRequest(for target: String, from sender: String = "192.0.2.1") -> [UInt8] {
        let body = FixtureWorld.client.bytes + FixtureWorld.address(sender).bytes
        let asked = [UInt8](repeating: 0, count: 6) + FixtureWorld.address(target).bytes
        return EthernetAddress.broadcast.bytes + FixtureWorld.client.bytes
            + [0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1] + body + asked
    }

    private static func arpReply(for target: String, at own: EthernetAddress) -> [UInt8] {
        let body = own.bytes + FixtureWorld.address(target).bytes
        let asked = FixtureWorld.client.bytes + FixtureWorld.address("192.0.2.1").bytes
        return FixtureWorld.client.bytes + own.bytes
            + [0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 2] + body + asked
    }

    static func solicitation(
        _ target: String,
        from sender: String = "2001:db8:1::7",
        option: [UInt8] = [1, 1] + FixtureWorld.client.bytes,
        hopLimit: UInt8 = 255,
        group: Bool = true
    ) -> [UInt8] {
        let address = FixtureWorld.address(target)
        let tail = Array(address.bytes.suffix(3))
        let solicited = [0xff, 0x02] + [UInt8](repeating: 0, count: 9) + [1, 0xff] + tail
        let link = EthernetAddress(bytes: [0x33, 0x33, 0xff] + tail) ?? .broadcast
        return neighbourFrame(
            from: FixtureWorld.address(sender),
            to: IPAddress(bytes: solicited) ?? address,
            [135, 0, 0, 0, 0, 0, 0, 0] + address.bytes + option,
            (FixtureWorld.client, link),
            hopLimit: hopLimit
        )
    }

    private static func advertisement(
        _ target: String,
        to asker: IPAddress?,
        at own: EthernetAddress,
        hasOption: Bool = true
    ) -> [UInt8] {
        let address = FixtureWorld.address(target)
        let everyone = EthernetAddress(bytes: [0x33, 0x33, 0, 0, 0, 1]) ?? .broadcast
        let flags: UInt8 = asker == nil ? 0x20 : 0x60
        let option = hasOption ? [2, 1] + own.bytes : []
        return neighbourFrame(
            from: address,
            to: asker ?? FixtureWorld.address("ff02::1"),
            [136, 0, 0, 0, flags, 0, 0, 0] + address.bytes + option,
            (own, asker == nil ? everyone : FixtureWorld.client),
            hopLimit: 255
        )
    }

    private static func neighbourFrame(
        from source: IPAddress,
        to destination: IPAddress,
        _ message: [UInt8],
        _ link: (source: EthernetAddress, destination: EthernetAddress),
        hopLimit: UInt8
    ) -> [UInt8] {
        let pseudo = source.bytes + destination.bytes
        let tail = UInt32(message.count).networkBytes + [0, 0, 0, 58]
        let sum = InternetChecksum.of(pseudo + tail + message).networkBytes
        let builder = FrameBuilder(
            from: source,
            to: destination,
            .other(58),
            ethernetSource: link.source,
            ethernetDestination: link.destination
        )
        let payload = damaged(message, at: 2, sum)
        return builder.with(\.payload, payload).with(\.hopLimit, hopLimit).bytes
    }
}
