import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    private static let gateway = TransitAddress.ethernet(
        of: FixtureWorld.address("192.0.2.101").bits
    )

    /// Packets sent through a next-hop frontend, whatever their destination.
    static let transit: [PacketFixture] = [
        .drops(
            "a later fragment alone through an appliance",
            through(tcp("203.0.113.9")).with(\.fragment, 0x2001).bytes,
            Rule.appliance,
            .fragment
        ),
        .drops(
            "a malformed packet through an appliance",
            damaged(through(tcp("203.0.113.9")).bytes, at: 46, [0x40]),
            Rule.appliance,
            .malformedHeader
        ),
        .passes(
            "an address of the next-hop kind that no frontend has",
            tcp("203.0.113.9").with(
                \.ethernetDestination,
                EthernetAddress(first: TransitAddress.ipv4Prefix, second: 1, third: 1)
            ).bytes
        ),
    ]

    /// A UDP packet through the appliances, from a port.
    public static func throughAppliance(_ port: UInt16) -> FrameBuilder {
        through(udp("203.0.113.9"))
            .with(\.transport, .udp(source: port, destination: 53, hasChecksum: true))
            .with(\.identification, port)
    }

    /// A frame sent through the next-hop frontend 192.0.2.101.
    public static func through(_ frame: FrameBuilder) -> FrameBuilder {
        frame.with(\.ethernetDestination, gateway)
    }
}
