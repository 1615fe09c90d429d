import Addresses
import ControlPlane
import Lab
import Linux
import Testing

/// T30 to T33: which packets of a client meet the same member.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct AffinityTests {
    private static let hosts = Array(32..<48)

    @Test(arguments: IPVersion.both)
    func `T30 without affinity each flow has a member of its own and keeps it`(version: IPVersion)
        throws
    {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating, version, "Udp")
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let target = try site.target(rule)
            let sockets = try (0..<40).map { _ in try site.datagramSocket(rule) }
            let first = try sockets.map { try $0.askForMember(at: target) }
            #expect(Set(first) == ["one", "two"], "one client's flows go to both")
            for _ in 0..<3 {
                #expect(try sockets.map { try $0.askForMember(at: target) } == first)
            }
        }
    }

    @Test(arguments: IPVersion.both)
    func `T31 SourceIP sends another port of a client to the same member`(version: IPVersion) throws
    {
        try withClients("SourceIP", version) { site, rules, clients in
            let found = try clients.map { client in
                let members = try rules.flatMap { rule in
                    try (0..<4).map { _ in try member(for: client, rule, site) }
                }
                #expect(Set(members).count == 1, "\(client) meets \(members)")
                return members[0]
            }
            #expect(Set(found) == ["one", "two"], "the clients together use both")
        }
    }

    @Test(arguments: IPVersion.both)
    func `T32 SourceIPProtocol keeps TCP and UDP of a client apart`(version: IPVersion) throws {
        try withClients("SourceIPProtocol", version) { site, rules, clients in
            let found = try clients.map { client in
                try rules.map { rule in
                    let members = try (0..<4).map { _ in try member(for: client, rule, site) }
                    #expect(Set(members).count == 1, "\(client) meets \(members)")
                    return members[0]
                }
            }
            #expect(found.contains { $0[0] != $0[1] }, "no client has different members: \(found)")
            #expect(found.contains { $0[0] == $0[1] }, "no client has equal members: \(found)")
        }
    }

    /// Runs the body with a TCP and a UDP rule of a distribution, and many clients' addresses.
    private func withClients(
        _ distribution: String,
        _ version: IPVersion,
        _ body: (CaseSite, [CaseBalancer.Rule], [IPAddress]) throws -> Void
    ) throws {
        try CaseSite.with { site in
            let rules = ["Tcp", "Udp"].map { transport in
                var rule = CaseBalancer.Rule(.floating, version, transport)
                rule.name = transport
                rule.distribution = distribution
                return rule
            }
            for rule in rules { try site.serve(rule) }
            try site.node.apply(CaseBalancer(rules))
            let clients = try Self.hosts.map { host in
                let own = try CaseSite.near(host, version)
                let length = version == .ipv4 ? 24 : 64
                try site.client.addAddress(prefix("\(own)/\(length)"), to: "eth0")
                return own
            }
            try body(site, rules, clients)
        }
    }

    private func member(
        for client: IPAddress,
        _ rule: CaseBalancer.Rule,
        _ site: CaseSite
    ) throws -> String {
        if rule.transport == "Tcp" {
            return try site.connect(rule, from: client).askForMember()
        }
        let socket = try site.datagramSocket(rule, from: client)
        return try #require(try socket.askForMember(at: site.target(rule)))
    }

    @Test(arguments: IPVersion.both)
    func `T33 two nodes with equal documents lead each flow to the same member`(version: IPVersion)
        throws
    {
        try CaseSite.with(nodes: 2) { site in
            let rules = ["Tcp", "Udp"].map { transport in
                var rule = CaseBalancer.Rule(.floating, version, transport)
                rule.name = transport
                return rule
            }
            for rule in rules { try site.serve(rule) }
            for node in site.nodes { try node.apply(CaseBalancer(rules)) }
            let target = try site.target(rules[1])

            try site.useNode(0, for: target.address)
            let sockets = try (0..<40).map { _ in try site.datagramSocket(rules[1]) }
            let first = try sockets.map { try $0.askForMember(at: target) }
            #expect(Set(first) == ["one", "two"])
            let open = try site.connections(40, rules[0])
            #expect(Set(open.map(\.member)) == ["one", "two"])
            #expect(try site.nodes[1].statistics("Udp").packets == 0)

            try site.useNode(1, for: target.address)
            #expect(try sockets.map { try $0.askForMember(at: target) } == first)
            for conversation in open { #expect(try conversation.goesOn()) }
            #expect(try site.nodes[1].statistics("Udp").packets == 40)
            #expect(try site.nodes[1].statistics("Tcp").synPackets == 0)
            #expect(try site.nodes[1].statistics("Tcp").packets >= 40)
        }
    }
}
