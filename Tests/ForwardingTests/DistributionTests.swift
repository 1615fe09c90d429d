import Forwarding
import PacketFormats
import Simulator
import Tables
import TestSupport
import Testing

/// Which member a packet of a rule with two members reaches.
@Suite struct DistributionTests {
    private let tables = MemoryTables(FixtureWorld.image)

    private func member(_ frame: FrameBuilder) -> [UInt8] {
        let outcome = Simulation.forward(
            frame.bytes,
            interface: FixtureWorld.interface,
            tables: tables
        )
        #expect(outcome.verdict == .transmit)
        return Array(outcome.frame.prefix(6))
    }

    private func frame(
        from client: String,
        to frontend: String,
        _ transport: FrameBuilder.Transport
    ) -> FrameBuilder {
        FrameBuilder(
            from: FixtureWorld.address(client),
            to: FixtureWorld.address(frontend),
            transport,
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        )
    }

    @Test func `T31 SourceIP keeps a client on its member for any port and transport`() {
        for host in 1...50 {
            let client = "198.51.100.\(host)"
            let members = (UInt16(1)...40).map { port in
                let isTCP = port % 2 == 0
                return member(
                    frame(
                        from: client,
                        to: "192.0.2.108",
                        isTCP
                            ? .tcp(source: port, destination: 443, flags: 0x10)
                            : .udp(source: port, destination: 443, hasChecksum: true)
                    )
                )
            }
            #expect(Set(members).count == 1)
        }
    }

    @Test func `T32 SourceIPProtocol lets TCP and UDP of a client differ`() {
        let differing = (1...100).count { host in
            let client = "198.51.100.\(host)"
            let tcp = frame(
                from: client,
                to: "192.0.2.109",
                .tcp(source: 1, destination: 443, flags: 0x10)
            )
            let udp = frame(
                from: client,
                to: "192.0.2.109",
                .udp(source: 1, destination: 443, hasChecksum: true)
            )
            return member(tcp) != member(udp)
        }
        #expect((25...75).contains(differing))
    }

    @Test func `T30 Default spreads one client's connections over the members`() {
        let reached = (UInt16(1000)...1200).map { port in
            member(
                frame(
                    from: "198.51.100.7",
                    to: "192.0.2.110",
                    .tcp(source: port, destination: 443, flags: 0x02)
                )
            )
        }
        #expect(Set(reached).count == 2)
    }

    @Test func `both directions of a flow travel through the same appliance`() {
        for port in UInt16(1)...200 {
            let there = PacketFixtures.through(
                frame(
                    from: "192.0.2.1",
                    to: "203.0.113.9",
                    .tcp(source: 1000 + port, destination: port, flags: 0x02)
                )
            )
            let back = PacketFixtures.through(
                frame(
                    from: "203.0.113.9",
                    to: "192.0.2.1",
                    .tcp(source: port, destination: 1000 + port, flags: 0x12)
                )
            )
            #expect(member(there) == member(back))
        }
    }

    @Test func `an appliance gets transports without ports`() {
        let ping = FrameBuilder.Transport.message(kind: 8, code: 0, rest: 1)
        for transport in [ping, .other(47), .other(132)] {
            let sent = PacketFixtures.through(
                frame(from: "192.0.2.1", to: "203.0.113.9", transport)
            )
            let outcome = Simulation.forward(
                sent.bytes,
                interface: FixtureWorld.interface,
                tables: tables
            )
            #expect(outcome.verdict == .transmit)
            #expect(Array(outcome.frame.dropFirst(12)) == Array(sent.bytes.dropFirst(12)))
        }
    }
}
