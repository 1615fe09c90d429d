import Addresses
import ControlPlane
import Lab
import Linux
import Testing

/// T39 to T41 and T46: echo, and errors about packets that members sent.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct MessageTests {
    @Test(arguments: IPVersion.both)
    func `T39 a public frontend answers echo requests itself`(version: IPVersion) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating, version)
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            balancer.isPublic = true
            try site.node.apply(balancer)
            let recordings = try site.recordMembers("icmp or icmp6")
            for machine in [site.client, site.remote] {
                let said = try ping(rule.frontend, from: machine, size: 1200)
                #expect(said.contains("3 received"), "\(said)")
            }
            #expect(try site.node.statisticsOfAddresses().echoReplies == 6)
            let frontend = try address(rule.frontend)
            for recording in recordings {
                let packets = try recording.stop().map { RecordedPacket($0.packet) }
                #expect(packets.filter { $0.destination == frontend } == [])
            }

            balancer.down = [11]
            try site.node.apply(balancer)
            #expect(try ping(rule.frontend, from: site.client).contains("3 received"))
            balancer.down = [11, 12]
            try site.node.apply(balancer)
            for machine in [site.client, site.remote] {
                let said = try ping(rule.frontend, from: machine)
                #expect(said.contains("From \(rule.frontend) icmp_seq="), "\(said)")
                let reason = version == .ipv4 ? "Host Unreachable" : "Address unreachable"
                #expect(said.contains(reason), "\(said)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `T39 an internal frontend answers echo requests where the node file says so`(
        isAnswered: Bool
    ) throws {
        try CaseSite.with(settings: "internalFrontendsAnswerEcho: \(isAnswered)") { site in
            let rule = CaseBalancer.Rule(.floating)
            try site.node.apply(CaseBalancer(rule))
            let said = try ping(rule.frontend, from: site.client)
            #expect(said.contains(isAnswered ? "3 received" : "0 received"), "\(said)")
        }
    }

    /// What ping says of three requests, whether they are answered or not.
    private func ping(_ target: String, from machine: Machine, size: Int = 56) throws -> String {
        let words = [
            "ping", "-n", "-c", "3", "-i", "0.1", "-W", "1", "-s", "\(size)", target,
        ]
        return try machine.outcome(of: words).output
    }

    @Test func `T40 fragmentation needed reaches the member of the connection`() throws {
        try discoverPath(.init(.floating, .ipv4))
    }

    @Test func `T41 packet too big reaches the member of the connection`() throws {
        try discoverPath(.init(.floating, .ipv6))
    }

    @Test(arguments: IPVersion.both)
    func `T46 what an error quotes is translated back for the member`(version: IPVersion) throws {
        try discoverPath(.init(.translated, version))
    }

    private static let mtu = 1300
    private static let length = 100_000

    /// Has members send large segments over a path that takes small ones.
    private func discoverPath(_ rule: CaseBalancer.Rule) throws {
        try CaseSite.with { site in
            try site.serve(rule) { request in
                let count = Int(String(decoding: request, as: UTF8.self)) ?? 0
                return [UInt8](repeating: UInt8(ascii: "x"), count: count)
            }
            try site.node.apply(CaseBalancer(rule))
            try site.router.run(["ip", "link", "set", "eth1", "mtu", "\(Self.mtu)"])
            let recordings = try site.recordMembers("icmp or icmp6 or tcp")
            let remote = try CaseSite.far(10, rule.version)
            let open = try (0..<8).map { _ in
                let connection = try site.remote.connect(
                    to: site.target(rule),
                    from: remote,
                    port: site.newPort()
                )
                #expect(try connection.ask("\(Self.length)").utf8.count == Self.length)
                return connection
            }
            for (member, recording) in zip(site.members, recordings) {
                let frames = try recording.stop()
                let sent = frames.filter {
                    $0.ethernetSource == member.interface.ethernetAddress
                }.map { RecordedPacket($0.packet) }.filter { $0.transport == 6 }
                #expect(sent.contains { $0.bytes.count == 1500 }, "\(member.name)")
                let errors = frames.map { RecordedPacket($0.packet) }.filter(isTooBig)
                #expect(!errors.isEmpty, "\(member.name) got no error")
                for error in errors { try expect(error, isAbout: sent, rule, member) }
            }
            // Now the members know the path.
            let later = try site.recordMembers("icmp or icmp6 or tcp")
            for connection in open {
                #expect(try connection.ask("\(Self.length)").utf8.count == Self.length)
            }
            for recording in later {
                let packets = try recording.stop().map { RecordedPacket($0.packet) }
                #expect(packets.filter(isTooBig) == [])
                #expect(packets.map(\.bytes.count).max() == Self.mtu)
            }
        }
    }

    /// Whether a packet is an ICMP error that names a smaller MTU.
    private func isTooBig(_ packet: RecordedPacket) -> Bool {
        let kind = Array(packet.payload.prefix(2))
        return packet.transport == 1 && kind == [3, 4] || packet.transport == 58 && kind == [2, 0]
    }

    /// Checks that an error is the router's, and quotes a packet just as the member sent it.
    private func expect(
        _ error: RecordedPacket,
        isAbout sent: [RecordedPacket],
        _ rule: CaseBalancer.Rule,
        _ member: CaseSite.Member
    ) throws {
        #expect(try error.source == CaseSite.near(CaseSite.routerHost, rule.version))
        let own = try CaseSite.near(member.host, rule.version)
        #expect(error.destination == (rule.floating ? try address(rule.frontend) : own))
        let quote = try #require(error.quote)
        // A translated rule's packets have been routed by the node before they met the router.
        let candidates = rule.floating ? sent : sent.map(\.afterOneHop)
        #expect(
            candidates.contains { $0.bytes.starts(with: quote.bytes) },
            "\(member.name) sent nothing that begins with \(quote.bytes.prefix(60))"
        )
        #expect(quote.bytes.count > quote.headerLength + 20, "the quote has its whole TCP header")
    }
}
