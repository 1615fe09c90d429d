import Addresses
import PacketFormats
import Tables

extension PacketFixtures {
    typealias Rule = FixtureWorld.Rule

    /// T1 to T10, T37, T38: packets to a rule's frontend.
    static let steering: [PacketFixture] =
        [
            floats("T1 TCP over IPv4", tcp("192.0.2.100"), Rule.tcp, to: 1),
            floats(
                "T1 TCP SYN over IPv4 is counted as one",
                tcp("192.0.2.100", flags: 0x02),
                Rule.tcp,
                to: 1,
                isSYN: true
            ),
            floats(
                "T1 TCP SYN with ACK opens nothing",
                tcp("192.0.2.100", flags: 0x12),
                Rule.tcp,
                to: 1
            ),
            floats("T2 UDP over IPv4", udp("192.0.2.100"), Rule.udp, to: 2),
            floats("T3 TCP over IPv6", tcp("2001:db8::100"), Rule.tcp6, to: 1),
            floats("T4 UDP over IPv6", udp("2001:db8::100"), Rule.udp6, to: 2),
            floats(
                "T5 type of service stays",
                tcp("192.0.2.100").with(\.trafficClass, 0xb9),
                Rule.tcp,
                to: 1
            ),
            floats(
                "T6 traffic class and flow label stay",
                tcp("2001:db8::100").with(\.trafficClass, 0xb9).with(\.flowLabel, 0xabcde),
                Rule.tcp6,
                to: 1
            ),
            floats("T8 the same port of the same member", tcp("192.0.2.102"), Rule.reuse, to: 1),
            floats(
                "T10 a tag stays for a member in that VLAN",
                tcp("192.0.2.113").with(\.vlans, [100]),
                Rule.tagged,
                to: 6
            ),
            floats(
                "padding of a short frame stays and is not counted",
                tcp("192.0.2.100").with(\.payload, []).with(\.padding, 6),
                Rule.tcp,
                to: 1
            ),
            .drops(
                "T37 a rule without members",
                tcp("192.0.2.104").bytes,
                Rule.empty,
                .noHealthyBackend
            ),
            .drops(
                "T38 a rule whose lookup table is not loaded",
                tcp("192.0.2.105").bytes,
                Rule.unloaded,
                .lookupTableMissing
            ),
            .drops(
                "a member whose Ethernet address is not known",
                tcp("192.0.2.107").bytes,
                Rule.unresolved,
                .nextHopUnresolved
            ),
        ] + tagged + elsewhere

    private static let tagged: [PacketFixture] = [
        .forwards(
            "T10 a frame moves into the member's VLAN",
            tcp("192.0.2.113").with(\.vlans, [200]).bytes,
            Rule.tagged,
            .transmit(delivered(tcp("192.0.2.113").with(\.vlans, [100]).bytes, to: 6))
        ),
        .drops(
            "T10 an untagged frame for a tagged member",
            tcp("192.0.2.113").bytes,
            Rule.tagged,
            .vlanMismatch
        ),
        .drops(
            "T10 a tagged frame for an untagged member",
            tcp("192.0.2.100").with(\.vlans, [100]).bytes,
            Rule.tcp,
            .vlanMismatch
        ),
        floats(
            "T10 a priority tag is no VLAN",
            tcp("192.0.2.100").with(\.vlans, [0]),
            Rule.tcp,
            to: 1
        ),
    ]

    private static let elsewhere: [PacketFixture] = [
        .forwards(
            "a member behind another interface",
            tcp("192.0.2.106").bytes,
            Rule.elsewhere,
            .redirect(
                FixtureWorld.member(4).bytes + FixtureWorld.otherNode.bytes
                    + tcp("192.0.2.106").bytes.dropFirst(12),
                interface: FixtureWorld.otherInterface
            )
        ),
        .passes(
            "a frame that a switch flooded here is not forwarded twice",
            tcp("192.0.2.100").with(\.ethernetDestination, FixtureWorld.member(1)).bytes
        ),
        .passes(
            "a flooded frame for a member behind another interface",
            tcp("192.0.2.106").with(\.ethernetDestination, FixtureWorld.member(1)).bytes
        ),
    ]

    /// T12 to T19: what the host gets.
    static let passThrough: [PacketFixture] = [
        .passes("T12 ARP for another address", arpRequest(for: "192.0.2.250")),
        .passes("T13 neighbour solicitation for another address", solicitation("2001:db8::250")),
        .passes("T14 not a frontend, IPv4", tcp("192.0.2.250").bytes),
        .passes("T15 not a frontend, IPv6", tcp("2001:db8::250").bytes),
        .drops(
            "T16 a frontend address and an unknown port, IPv4",
            tcp("192.0.2.100", 80).bytes,
            Rule.none,
            .noMatchingRule
        ),
        .drops(
            "T16 a frontend address and an unknown port, IPv6",
            udp("2001:db8::100", 80).bytes,
            Rule.none,
            .noMatchingRule
        ),
        .drops(
            "T16 the right port of the other transport",
            udp("192.0.2.100", 443).bytes,
            Rule.none,
            .noMatchingRule
        ),
        .passes("T17 SSH to the node itself", tcp("192.0.2.2", 22, flags: 0x02).bytes),
        .passes(
            "T18 multicast",
            udp("224.0.0.251", 5353).with(
                \.ethernetDestination,
                EthernetAddress(first: 0x0001, second: 0x005e, third: 0xfb00)
            ).bytes
        ),
        .passes(
            "T18 a frontend address in a broadcast frame",
            udp("192.0.2.100").with(\.ethernetDestination, .broadcast).bytes
        ),
        .passes(
            "T19 LLDP",
            [0x01, 0x80, 0xc2, 0, 0, 0x0e] + FixtureWorld.client.bytes + [0x88, 0xcc]
                + [UInt8](repeating: 0x02, count: 46)
        ),
        .passes(
            "T19 an 802.3 length field (STP)",
            [0x01, 0x80, 0xc2, 0, 0, 0] + FixtureWorld.client.bytes + [0, 0x26, 0x42, 0x42, 3]
                + [UInt8](repeating: 0, count: 43)
        ),
        .passes("T11 QinQ", tcp("192.0.2.100").with(\.vlans, [10, 20]).bytes),
        .passes("a tag inside a tag of the customer kind", innerTag),
    ]

    private static let innerTag: [UInt8] = {
        let frame = tcp("192.0.2.100").with(\.vlans, [10]).bytes
        return Array(frame.prefix(12)) + [0x81, 0, 0, 10, 0x81, 0, 0, 20] + frame.dropFirst(16)
    }()
}
