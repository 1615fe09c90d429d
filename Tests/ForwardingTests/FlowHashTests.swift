import Addresses
import Forwarding
import PacketFormats
import Tables
import TestSupport
import Testing

/// The flow hash must spread what real traffic looks like: neighbouring addresses and ports.
@Suite struct FlowHashTests {
    private func entry(_ options: RuleOptions, seed: UInt64 = 7) -> FrontendEntry {
        FrontendEntry(
            hashSeed: seed,
            rule: 1,
            lookupTable: 1,
            options: options,
            backendPort: BigEndian(0),
            ethernet: .unknown
        )
    }

    private func flow(_ source: AddressBits, _ port: UInt16, to destination: AddressBits) -> Flow {
        var flow = Flow(source: source, destination: destination, transport: 6, length: 0)
        flow.sourcePort = BigEndian(port)
        flow.destinationPort = BigEndian(443)
        return flow
    }

    private let ipv4 = FixtureWorld.address("192.0.2.100").bits
    private let ipv6 = FixtureWorld.address("2001:db8::100").bits

    /// Chi-squared of 64 buckets; its mean is 63 and, for a fair hash, it passes 120 once in 20,000.
    private func imbalance(_ flows: [Flow], _ entry: FrontendEntry) -> Double {
        var counts = [Double](repeating: 0, count: 64)
        for flow in flows { counts[FlowHash.slot(of: flow, entry) * 64 / Limits.slots] += 1 }
        let expected = Double(flows.count) / 64
        return counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    }

    @Test func `sequential ports of one client spread evenly`() {
        let client = AddressBits(ipv4: 0x0101_a8c0)
        let flows = (UInt16(1024)...UInt16(65_000)).map { flow(client, $0, to: ipv4) }
        #expect(imbalance(flows, entry([.hashesPorts, .hashesTransport])) < 120)
    }

    @Test func `sequential IPv4 clients spread evenly by source alone`() {
        let flows = (UInt32(0)..<65_536).map { number in
            flow(AddressBits(ipv4: (0x0a00_0000 + number).bigEndian), 40_000, to: ipv4)
        }
        #expect(imbalance(flows, entry([])) < 120)
        #expect(imbalance(flows, entry([.hashesPorts, .hashesTransport, .symmetric])) < 120)
    }

    @Test func `sequential IPv6 clients spread evenly by source alone`() {
        let flows = (UInt64(0)..<65_536).map { number in
            let source = AddressBits(high: ipv6.high, low: number.bigEndian)
            return flow(source, 40_000, to: ipv6)
        }
        #expect(imbalance(flows, entry([])) < 120)
        #expect(imbalance(flows, entry([.hashesPorts, .hashesTransport, .symmetric])) < 120)
    }

    @Test func `T31 by source, another port and transport of a client choose the same slot`() {
        let client = AddressBits(ipv4: 0x0101_a8c0)
        let rule = entry([])
        let slot = FlowHash.slot(of: flow(client, 1, to: ipv4), rule)
        for port in UInt16(2)...200 {
            var other = flow(client, port, to: ipv4)
            other.transport = port % 2 == 0 ? 6 : 17
            #expect(FlowHash.slot(of: other, rule) == slot)
        }
    }

    @Test func `T32 by source and protocol, TCP and UDP of most clients choose different slots`() {
        let rule = entry([.hashesTransport])
        let differ = (UInt32(0)..<1000).count { number in
            let tcp = flow(AddressBits(ipv4: number), 1, to: ipv4)
            var udp = tcp
            udp.transport = 17
            var otherPort = tcp
            otherPort.sourcePort = BigEndian(2)
            #expect(FlowHash.slot(of: tcp, rule) == FlowHash.slot(of: otherPort, rule))
            return FlowHash.slot(of: tcp, rule) != FlowHash.slot(of: udp, rule)
        }
        #expect(differ > 990)
    }

    @Test func `T30 by five-tuple, most ports of a client choose another slot`() {
        let rule = entry([.hashesPorts, .hashesTransport])
        let slots = (UInt16(1)...1000).map { FlowHash.slot(of: flow(ipv4, $0, to: ipv4), rule) }
        #expect(Set(slots).count > 980)
    }

    @Test(arguments: [true, false])
    func `a symmetric rule sees both directions of a flow alike`(isIPv4: Bool) {
        let rule = entry([.hashesPorts, .hashesTransport, .symmetric])
        let plain = entry([.hashesPorts, .hashesTransport])
        var generator = SeededGenerator(seed: 11)
        var agreeing = 0
        for _ in 0..<1000 {
            let high: UInt64 = isIPv4 ? 0 : 0x0120
            let tail: UInt64 = isIPv4 ? 0xffff_0000 : 0
            let first = AddressBits(high: high, low: generator.next() << 32 | tail)
            let second = AddressBits(high: high, low: generator.next() << 32 | tail)
            var there = flow(first, UInt16.random(in: 1...65_535, using: &generator), to: second)
            there.destinationPort = BigEndian(UInt16.random(in: 1...65_535, using: &generator))
            var back = there
            (back.source, back.destination) = (there.destination, there.source)
            (back.sourcePort, back.destinationPort) = (there.destinationPort, there.sourcePort)
            #expect(FlowHash.slot(of: there, rule) == FlowHash.slot(of: back, rule))
            if FlowHash.slot(of: there, plain) == FlowHash.slot(of: back, plain) { agreeing += 1 }
        }
        #expect(agreeing < 20, "without symmetry the directions have nothing to do with each other")
    }

    @Test func `T33 the hash of a flow never changes, so that all nodes agree`() {
        let rule = entry([.hashesPorts, .hashesTransport], seed: 0x0123_4567_89ab_cdef)
        #expect(FlowHash.slot(of: flow(ipv4, 1, to: ipv4), rule) == 17_533)
        #expect(FlowHash.slot(of: flow(ipv6, 40_000, to: ipv6), rule) == 12_972)
    }

    @Test func `another seed is another spread`() {
        let first = entry([.hashesPorts, .hashesTransport], seed: 1)
        let second = entry([.hashesPorts, .hashesTransport], seed: 2)
        let same = (UInt16(1)...1000).count { port in
            let flow = flow(ipv4, port, to: ipv4)
            return FlowHash.slot(of: flow, first) == FlowHash.slot(of: flow, second)
        }
        #expect(same < 20)
    }
}
