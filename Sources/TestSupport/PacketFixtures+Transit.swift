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
            "a fragment through an appliance",
            through(tcp("203.0.113.9")).with(\.fragment, 0x2000).bytes,
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

    /// A frame sent through the next-hop frontend 192.0.2.101.
    public static func through(_ frame: FrameBuilder) -> FrameBuilder {
        frame.with(\.ethernetDestination, gateway)
    }
}
