import Addresses
import ControlPlane
import Lab
import Linux
import PacketFormats
import TestSupport
import Testing

/// T47 to T52: datagrams that are longer than the packets of their path.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct FragmentTests {
    @Test(arguments: Delivery.allCases)
    func `T47 T48 T49 first, middle and last IPv4 fragments reach the same member`(
        delivery: Delivery
    ) throws {
        try sendLongDatagrams(.init(delivery, .ipv4, "Udp"))
    }

    @Test(arguments: Delivery.allCases)
    func `T50 first, middle and last IPv6 fragments reach the same member`(
        delivery: Delivery
    ) throws {
        try sendLongDatagrams(.init(delivery, .ipv6, "Udp"))
    }

    /// Sends datagrams of three fragments each from real sockets, and gets them back.
    private func sendLongDatagrams(_ rule: CaseBalancer.Rule) throws {
        try CaseSite.with { site in
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let own = try site.clientAddress(rule.version)
            let sent = try site.client.record(on: "eth0", "src host \(own)")
            let recordings = try site.recordMembers("src host \(own)")
            let target = try site.target(rule)
            var names: [String] = []
            for _ in 0..<12 {
                let socket = try site.datagramSocket(rule)
                let payload = (0..<4000).map { _ in UInt8.random(in: 0x21...0x7e) }
                try socket.send(payload, to: target)
                let answer = try #require(try socket.receive())
                #expect(answer.source == target)
                let words = answer.payload.split(separator: UInt8(ascii: " "), maxSplits: 1)
                names.append(String(decoding: words[0], as: UTF8.self))
                #expect(Array(words[1]) == payload, "what comes back is what was sent")
            }
            #expect(Set(names) == ["one", "two"])
            let original = try sent.stop().filter { RecordedPacket($0.packet).isFragment }
            #expect(original.count == 36)
            var arrived: [[UInt8]] = []
            for (member, recording) in zip(site.members, recordings) {
                let frames = try recording.stop().filter { RecordedPacket($0.packet).isFragment }
                #expect(frames.count == 3 * names.count { $0 == member.name })
                arrived += frames.map(\.afterAddresses)
            }
            if rule.floating { #expect(Set(arrived) == Set(original.map(\.afterAddresses))) }
            #expect(try site.node.statistics().drops == [:])
            #expect(try site.node.statisticsOfAddresses().drops == [:])
        }
    }

    @Test(arguments: Delivery.allCases)
    func `T51 an IPv6 packet with a fragment header that divides nothing is delivered`(
        delivery: Delivery
    ) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(delivery, .ipv6, "Udp")
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let socket = try site.datagramSocket(rule)
            let sender = try site.client.openPacketSocket(on: "eth0")
            let header: [UInt8] = [0, 0, 0, 0, 0xca, 0xfe, 0xca, 0xfe]
            let frame = try datagram(Array("who".utf8), of: socket, rule, site)
                .with(\.extensionHeaders, [(number: UInt8(44), bytes: header)])
            try sender.send(frame.bytes)
            let answer = try #require(try socket.receive())
            #expect(["one who", "two who"].contains(answer.text))
            #expect(try answer.source == site.target(rule))
            #expect(try site.node.statistics().packets == 1)
        }
    }

    @Test(arguments: Delivery.allCases, IPVersion.both)
    func `T52 fragments in another order follow their first, one before it is dropped`(
        delivery: Delivery,
        version: IPVersion
    ) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(delivery, version, "Udp")
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let socket = try site.datagramSocket(rule)
            let sender = try site.client.openPacketSocket(on: "eth0")
            let payload = (0..<4000).map { _ in UInt8.random(in: 0x21...0x7e) }
            let parts = fragments(of: try datagram(payload, of: socket, rule, site))
            #expect(parts.count == 3)

            try sender.send(parts[1].bytes)
            // It has no ports, so it is counted for the address, not for a rule.
            try waitUntil("the early fragment is counted") {
                try site.node.statisticsOfAddresses().drops == ["fragment": 1]
            }
            for index in [0, 2, 1] { try sender.send(parts[index].bytes) }
            let answer = try #require(try socket.receive())
            #expect(answer.payload.dropFirst(4) == payload[...])
            #expect(["one ", "two "].contains(String(answer.text.prefix(4))))
            #expect(try site.node.statistics().packets == 3)
            #expect(try site.node.statistics().drops == [:])
            #expect(try site.node.statisticsOfAddresses().drops == ["fragment": 1])
        }
    }

    /// A datagram of a socket, as a frame for the node.
    private func datagram(
        _ payload: [UInt8],
        of socket: DatagramSocket,
        _ rule: CaseBalancer.Rule,
        _ site: CaseSite
    ) throws -> FrameBuilder {
        FrameBuilder(
            from: socket.local.address,
            to: try address(rule.frontend),
            .udp(source: socket.local.port, destination: rule.port, hasChecksum: true),
            ethernetSource: site.clientInterface.ethernetAddress,
            ethernetDestination: site.node.interface.ethernetAddress
        ).with(\.payload, payload)
    }

    /// The frames that a datagram is divided into, in order.
    private func fragments(of datagram: FrameBuilder) -> [FrameBuilder] {
        let isIPv4 = datagram.destination.version == .ipv4
        let segment = Array(datagram.bytes.dropFirst(isIPv4 ? 34 : 54))
        let length = 1440
        return stride(from: 0, to: segment.count, by: length).map { offset in
            let hasMore = offset + length < segment.count
            let part = datagram.with(\.transport, .other(17))
                .with(\.payload, Array(segment.dropFirst(offset).prefix(length)))
            if isIPv4 {
                return part.with(\.fragment, UInt16(offset / 8) | (hasMore ? 0x2000 : 0))
            }
            let place = (UInt16(offset) | (hasMore ? 1 : 0)).networkBytes
            let header: [UInt8] = [0, 0] + place + [0xab, 0xcd, 0xab, 0xcd]
            return part.with(\.extensionHeaders, [(number: UInt8(44), bytes: header)])
        }
    }
}
