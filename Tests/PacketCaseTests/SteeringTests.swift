import Addresses
import ControlPlane
import Lab
import Linux
import PacketFormats
import TestSupport
import Testing

/// T4 to T11: what of a packet decides where it goes, and what of it stays as it is.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct SteeringTests {
    @Test(arguments: Delivery.allCases)
    func `T4 UDP over IPv6 reaches a member and its answer the client`(delivery: Delivery) throws {
        try exchange(.init(delivery, .ipv6, "Udp"))
    }

    @Test(arguments: Delivery.allCases)
    func `T5 type of service stays as the client set it`(delivery: Delivery) throws {
        // Expedited forwarding (46), and an ECN codepoint.
        let received = try exchange(.init(delivery, .ipv4, "Udp"), trafficClass: 0xb9)
        #expect(received.map(\.trafficClass) == [0xb9])
    }

    @Test(arguments: Delivery.allCases)
    func `T6 traffic class and flow label stay as the client set them`(delivery: Delivery) throws {
        let rule = CaseBalancer.Rule(delivery, .ipv6, "Udp")
        let received = try exchange(rule, trafficClass: 0xb9, flowLabel: 0xa1b2c)
        #expect(received.map(\.trafficClass) == [0xb9])
        #expect(received.map(\.flowLabel) == [0xa1b2c])
    }

    /// Sends a datagram and compares what the member got with what the client sent.
    @discardableResult
    private func exchange(
        _ rule: CaseBalancer.Rule,
        trafficClass: UInt8 = 0,
        flowLabel: UInt32 = 0
    ) throws -> [RecordedPacket] {
        var received: [RecordedPacket] = []
        try CaseSite.with { site in
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let sent = try site.client.record(on: "eth0", "udp dst port 7000")
            let recordings = try site.recordMembers("udp dst port \(rule.backendPort)")
            let socket = try site.datagramSocket(rule)
            try socket.setTrafficClass(trafficClass)
            if flowLabel != 0 { try socket.allowFlowLabels() }
            let target = try site.target(rule)
            try socket.send(Array("who".utf8), to: target, flowLabel: flowLabel)
            let answer = try #require(try socket.receive())
            #expect(answer.source == target)
            let index = try #require(site.members.firstIndex { answer.text == "\($0.name) who" })
            let frames = try recordings.map { try $0.stop() }
            let original = try #require(try sent.stop().first)
            try expect(frames[index], of: original, rule, at: site.members[index], site)
            #expect(frames[1 - index] == [], "the other member must get nothing")
            received = frames[index].map { RecordedPacket($0.packet) }
        }
        return received
    }

    /// Checks that a member got one frame, byte by byte what its rule makes of the original.
    private func expect(
        _ frames: [RecordedFrame],
        of original: RecordedFrame,
        _ rule: CaseBalancer.Rule,
        at member: CaseSite.Member,
        _ site: CaseSite
    ) throws {
        let frame = try #require(frames.first)
        #expect(frames.count == 1)
        #expect(frame.ethernetDestination == member.interface.ethernetAddress)
        #expect(frame.ethernetSource == site.node.interface.ethernetAddress)
        if rule.floating {
            #expect(frame.afterAddresses == original.afterAddresses)
        } else {
            let own = try CaseSite.near(member.host, rule.version)
            let expected = RecordedPacket(original.packet)
                .redirected(to: Endpoint(own, rule.backendPort))
            #expect(RecordedPacket(frame.packet) == expected)
        }
    }

    @Test func `T7 an HA-ports rule leads every port of TCP and UDP to the members`() throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule.allPorts("192.0.2.100")
            let ports: [UInt16] = [1, 53, 7000, 40_000, 65_535]
            for port in ports { try site.serve(rule, port: port) }
            try site.node.apply(CaseBalancer(rule))
            let sent = try site.client.record(on: "eth0", "dst host 192.0.2.100 and not arp")
            let recordings = try site.recordMembers("dst host 192.0.2.100 and not arp")
            for port in ports {
                let target = try site.target(rule, port: port)
                let connection = try site.client.connect(
                    to: target,
                    from: site.clientAddress(),
                    port: site.newPort()
                )
                #expect(try ["one", "two"].contains(connection.askForMember()), "port \(port)")
                let member = try site.datagramSocket(rule).askForMember(at: target)
                #expect(member != nil, "port \(port)")
            }
            let frames = try recordings.map { try $0.stop() }
            #expect(frames.allSatisfy { !$0.isEmpty }, "both members must be used")
            // Between two members the order is not kept, and a cable may be slower than another.
            let before = try sent.stop().map(\.afterAddresses)
            #expect(Set(frames.joined().map(\.afterAddresses)) == Set(before))
        }
    }

    @Test func `T8 two frontends share a port of the same members`() throws {
        try CaseSite.with { site in
            let rules = ["192.0.2.100", "192.0.2.101"].map { frontend in
                CaseBalancer.Rule(name: "to-\(frontend)", frontend: frontend)
            }
            for rule in rules { try site.serve(rule) }
            try site.node.apply(CaseBalancer(rules))
            for rule in rules {
                let recordings = try site.recordMembers("tcp dst port 7000")
                let found = try site.connections(16, rule)
                #expect(Set(found.map(\.member)) == ["one", "two"])
                let destinations = try recordings.flatMap { try $0.stop() }
                    .map { RecordedPacket($0.packet).destination }
                #expect(Set(destinations) == [try address(rule.frontend)])
                #expect(try site.node.statistics(rule.name).synPackets == 16)
            }
        }
    }

    @Test func `T9 a floating and a translated rule lead to the same port of a pool`() throws {
        try CaseSite.with { site in
            let floating = CaseBalancer.Rule(name: "floating")
            let translated = CaseBalancer.Rule(
                name: "translated",
                frontend: "192.0.2.101",
                port: 80,
                floating: false
            )
            for rule in [floating, translated] { try site.serve(rule) }
            try site.node.apply(CaseBalancer(floating, translated))
            for rule in [floating, translated] {
                let recordings = try site.recordMembers("tcp dst port 7000")
                let found = try site.connections(16, rule)
                #expect(Set(found.map(\.member)) == ["one", "two"])
                for (member, recording) in zip(site.members, recordings) {
                    let place =
                        try rule.floating
                        ? address(rule.frontend) : CaseSite.near(member.host)
                    let destinations = try recording.stop()
                        .map { RecordedPacket($0.packet).destination }
                    #expect(Set(destinations) == [place])
                }
                // A floating rule's replies go past the node.
                let replies = try site.node.statistics(rule.name).replyPackets
                #expect(rule.floating ? replies == 0 : replies >= 32)
            }
        }
    }

    @Test func `T10 a frame with a priority tag keeps it, one of a VLAN without member is dropped`()
        throws
    {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating, .ipv4, "Udp")
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let recordings = try site.recordMembers("not arp and not ip6")
            let socket = try site.datagramSocket(rule)
            let sender = try site.client.openPacketSocket(on: "eth0")
            let frame = try tagged([], from: socket, site, rule)
            try sender.send(frame.with(\.vlans, [100]).bytes)
            // Priority 5 and no VLAN (IEEE 802.1Q section 6.8).
            let priority = frame.with(\.vlans, [0xa000]).bytes
            try sender.send(priority)
            let answer = try #require(try socket.receive())
            let index = try #require(site.members.firstIndex { answer.text == "\($0.name) who" })
            let frames = try recordings.map { try $0.stop() }
            let arrived = frames[index].filter { !$0.vlanTags.isEmpty }
            #expect(arrived.map(\.afterAddresses) == [RecordedFrame(priority).afterAddresses])
            #expect(frames[1 - index] == [])
            let statistics = try site.node.statistics()
            #expect(statistics.drops == ["vlanMismatch": 1])
            #expect(statistics.packets == 1)
        }
    }

    @Test func `T11 a frame with two tags passes to the host untouched`() throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating, .ipv4, "Udp")
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let recordings = try site.recordMembers("not arp and not ip6")
            let host = try site.node.machine.record(on: "eth0", "not arp and not ip6")
            let socket = try site.datagramSocket(rule)
            let frame = try tagged([10, 20], from: socket, site, rule)
            try site.client.openPacketSocket(on: "eth0").send(frame.bytes)
            try host.wait(until: "the host of the node has the frame") { !$0.isEmpty }
            #expect(try host.stop() == [RecordedFrame(frame.bytes)])
            for recording in recordings { #expect(try recording.stop() == []) }
            #expect(try site.node.statistics().packets == 0)
            #expect(try site.node.statistics().drops == [:])
        }
    }

    /// A datagram of a socket as a frame for the node, with VLAN tags.
    private func tagged(
        _ vlans: [UInt16],
        from socket: DatagramSocket,
        _ site: CaseSite,
        _ rule: CaseBalancer.Rule
    ) throws -> FrameBuilder {
        let source = UInt16(socket.local.port)
        return FrameBuilder(
            from: socket.local.address,
            to: try address(rule.frontend),
            .udp(source: source, destination: rule.port, hasChecksum: true),
            ethernetSource: site.clientInterface.ethernetAddress,
            ethernetDestination: site.node.interface.ethernetAddress
        ).with(\.payload, Array("who".utf8)).with(\.vlans, vlans)
    }
}
