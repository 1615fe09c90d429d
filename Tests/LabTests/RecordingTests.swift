import Addresses
import Lab
import Linux
import PacketFormats
import Testing

/// Frames as they passed an interface, and what their headers say.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct RecordingTests {
    /// The first fragment of a UDP datagram over IPv4.
    private func frame(_ net: TwoMachines, tags: [[UInt8]] = []) -> [UInt8] {
        let ends = net.onB.ethernetAddress.bytes + net.onA.ethernetAddress.bytes
        let header: [UInt8] = [
            0x45, 0xb9, 0, 31, 0x12, 0x34, 0x20, 0, 64, 17, 0xc3, 0xdd, 192, 0, 2, 1, 192, 0,
            2, 2,
        ]
        let datagram: [UInt8] = [0x9c, 0x41, 0x1b, 0x58, 0, 11, 0, 0, 1, 2, 3]
        return ends + tags.joined() + [0x08, 0x00] + header + datagram
    }

    @Test func `a recording has the frames as they passed, with their tags`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let recordings = try [
                net.b.record(on: "eth0"), net.b.record(on: "eth0", "udp dst port 7000"),
            ]
            let tagged = frame(net, tags: [[0x88, 0xa8, 0, 10], [0x81, 0, 0xa0, 20]])
            let sent = [frame(net), tagged, frame(net)]
            let socket = try net.a.openPacketSocket(on: "eth0")
            for frame in sent { try socket.send(frame) }
            try recordings[0].wait(until: "all three have come") { $0.count >= 3 }
            let all = try recordings[0].stop()
            #expect(all.filter { sent.contains($0.bytes) }.map(\.bytes) == sent)
            #expect(all.first { $0.bytes == tagged }?.vlanTags == [10, 0xa014])
            // The filter's ports are those of untagged packets.
            #expect(try recordings[1].stop().map(\.bytes) == [sent[0], sent[2]])
        }
    }

    @Test func `a frame says what its headers say`() throws {
        try Lab.with { lab in
            let net = try TwoMachines(lab)
            let plain = RecordedFrame(frame(net) + [0, 0, 0])
            #expect(plain.ethernetDestination == net.onB.ethernetAddress)
            #expect(plain.ethernetSource == net.onA.ethernetAddress)
            #expect(plain.vlanTags == [])
            #expect(plain.packet.count == 31, "padding is no part of the packet")
            #expect(RecordedFrame(frame(net, tags: [[0x81, 0, 0, 7]])).packet == plain.packet)
            let packet = RecordedPacket(plain.packet)
            #expect(try packet.source == address("192.0.2.1"))
            #expect(try packet.destination == address("192.0.2.2"))
            #expect(packet.trafficClass == 0xb9)
            #expect(packet.transport == 17)
            #expect(packet.sourcePort == 40_001 && packet.destinationPort == 7000)
            #expect(packet.isFragment && packet.hasMoreFragments && packet.fragmentOffset == 0)
        }
    }

    @Test func `an IPv6 packet says what its headers say`() throws {
        let source = try address("2001:db8::1")
        let destination = try address("2001:db8::2")
        let start: [UInt8] = [0x6b, 0x9a, 0x1b, 0x2c, 0, 19, 44, 64]
        let fragment: [UInt8] = [17, 0, 0x05, 0xa8, 1, 2, 3, 4]
        let bytes = start + source.bytes + destination.bytes + fragment + [9, 9, 9]
        let packet = RecordedPacket(bytes)
        #expect(packet.source == source)
        #expect(packet.destination == destination)
        #expect(packet.trafficClass == 0xb9)
        #expect(packet.flowLabel == 0xa1b2c)
        #expect(packet.transport == 17)
        #expect(packet.fragmentOffset == 1448 && !packet.hasMoreFragments && packet.isFragment)
        #expect(packet.payload == [9, 9, 9])
        #expect(packet.sourcePort == 0, "a later fragment has no ports")
    }
}
