import Testing

@testable import Demo

struct CapturedPacketTests {
    @Test func `a line of tcpdump is read`() throws {
        let packet = try #require(
            CapturedPacket(
                "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 74: "
                    + "192.0.2.1.40000 > 198.51.100.10.21001: Flags [S], seq 1, length 0"
            )
        )
        #expect(packet.sender == "02:00:00:00:00:01")
        #expect(packet.receiver == "02:00:00:00:00:02")
        #expect(packet.source.address == "192.0.2.1")
        #expect(packet.source.port == 40_000)
        #expect(packet.destination.address == "198.51.100.10")
        #expect(packet.destination.port == 21_001)
    }

    @Test func `an IPv6 line is read`() throws {
        let packet = try #require(
            CapturedPacket(
                "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv6 (0x86dd), length 74: "
                    + "2001:db8:1::1.40000 > 2001:db8:1::101.443: Flags [.], ack 1, length 0"
            )
        )
        #expect(packet.destination.address == "2001:db8:1::101")
        #expect(packet.destination.port == 443)
    }

    @Test(arguments: [
        "", "tcpdump: listening on eth0",
        "02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request",
    ])
    func `other lines are not packets`(line: String) {
        #expect(CapturedPacket(line) == nil)
    }

    @Test func `flows are sorted by direction`() throws {
        let ethernet = "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 60: "
        let lines = [
            "192.0.2.1.40000 > 198.51.100.10.21001: Flags [S]",
            "198.51.100.10.21001 > 192.0.2.1.40000: Flags [S.]",
            "192.0.2.1.40001 > 198.51.100.10.22001: UDP, length 5",
        ].map { ethernet + $0 }
        let trace = ApplianceTrace(
            lines.compactMap(CapturedPacket.init),
            server: "198.51.100.10"
        )
        #expect(trace.flows.count == 2)
        #expect(trace.back == [.init(clientPort: 40_000, serverPort: 21_001)])
    }
}
