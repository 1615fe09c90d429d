import Addresses
import PacketFormats
import Planning
import Tables
import TestSupport
import Testing

@testable import ControlPlane

/// Which flows both ends are told the end of, and the segments that tell them.
struct FlowResetTests {
    private let client = FixtureWorld.address("198.51.100.7")
    private let frontend = FixtureWorld.address("192.0.2.100")
    private let member = FixtureWorld.memberAddress(1)

    private var flow: FlowKey {
        FlowKey(
            first: client.bits,
            second: frontend.bits,
            firstPort: BigEndian(40_000),
            secondPort: BigEndian(443),
            transport: 6,
            rule: 1
        )
    }

    private func pin(
        expires: UInt64,
        _ options: PinOptions = .keepsAddress,
        port: UInt16 = 443,
        acknowledgement: UInt32 = 2000
    ) -> PinEntry {
        PinEntry(
            expires: expires,
            backend: 1,
            backendPort: BigEndian(port),
            options: options,
            sequence: 1000,
            acknowledgement: acknowledgement
        )
    }

    private func image(resets: Bool = true) -> TableImage {
        var image = TableImage()
        image.backends[1] = FixtureWorld.image.backends[1]
        var options: RuleOptions = [.hasRule, .floatingIP, .tracksFlows]
        if resets { options.insert(.resetsIdleFlows) }
        let key = FrontendKey(address: frontend.bits, port: BigEndian(443), transport: 6)
        image.frontends[key] = FrontendEntry(
            hashSeed: 0,
            rule: 1,
            lookupTable: 0,
            options: options,
            backendPort: BigEndian(443),
            ethernet: .unknown
        )
        return image
    }

    @Test func `T29 an idle flow's ends get the numbers that they expect`() throws {
        let resets = FlowReset.idle([flow: pin(expires: 5)], image: image(), now: 5)
        let reset = try #require(resets.first)
        #expect(resets.count == 1)
        #expect(
            reset.toClient
                == ResetSegment(
                    source: frontend,
                    destination: client,
                    sourcePort: 443,
                    destinationPort: 40_000,
                    sequence: 2000,
                    acknowledgement: 1000
                )
        )
        #expect(
            reset.toMember
                == ResetSegment(
                    source: client,
                    destination: frontend,
                    sourcePort: 40_000,
                    destinationPort: 443,
                    sequence: 1000,
                    acknowledgement: 2000
                )
        )
    }

    @Test func `T29 a translated flow's member gets its own address and port`() throws {
        let idle = [flow: pin(expires: 5, [], port: 8080)]
        let reset = try #require(FlowReset.idle(idle, image: image(), now: 5).first)
        #expect(reset.toMember.destination == member)
        #expect(reset.toMember.destinationPort == 8080)
        #expect(reset.toClient.source == frontend)
        #expect(reset.toClient.sourcePort == 443)
    }

    @Test func `flows that go on, close, or have no numbers are not reset`() {
        let closing: PinOptions = [.keepsAddress, .isClosing]
        for pin in [pin(expires: 6), pin(expires: 5, closing), pin(expires: 5, acknowledgement: 0)]
        {
            #expect(FlowReset.idle([flow: pin], image: image(), now: 5) == [])
        }
    }

    @Test func `nor are idle flows of rules that do not ask for it`() {
        let idle = [flow: pin(expires: 5)]
        #expect(FlowReset.idle(idle, image: image(resets: false), now: 5) == [])
    }

    @Test func `flows of a member whose drain period is over are reset while they go on`() {
        let image = image(resets: false)
        #expect(FlowReset.drained([flow: pin(expires: 9)], image: image, now: 5).count == 1)
        #expect(FlowReset.drained([flow: pin(expires: 5)], image: image, now: 5) == [])
    }

    @Test(arguments: [("198.51.100.7", "192.0.2.100"), ("2001:db8:1::7", "2001:db8::100")])
    func `a segment has the checksums of its headers`(source: String, destination: String) {
        let segment = ResetSegment(
            source: FixtureWorld.address(source),
            destination: FixtureWorld.address(destination),
            sourcePort: 40_000,
            destinationPort: 443,
            sequence: 0x0102_0304,
            acknowledgement: 0xfffe_fdfc
        )
        // What another builder makes of the same, but for the fields that it leaves at zero.
        let frame = FrameBuilder(
            from: segment.source,
            to: segment.destination,
            .tcp(source: 40_000, destination: 443, flags: 0x14),
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        ).with(\.payload, []).with(\.identification, 0)
        let header = segment.source.version == .ipv4 ? 20 : 40
        let packet = segment.packet
        #expect(Array(packet.prefix(header)) == Array(frame.bytes.dropFirst(14).prefix(header)))
        #expect(packet.count == header + 20)
        // A sum over pseudo-header and segment, with its checksum in it, leaves nothing.
        let pseudo = segment.source.bytes + segment.destination.bytes + [0, 6, 0, 20]
        #expect(InternetChecksum.of(pseudo + packet.dropFirst(header)) == 0)
    }
}
