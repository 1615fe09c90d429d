import Addresses
import ControlPlane
import Lab
import Linux
import Testing

/// T34 to T36: members that get no new flows.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct HealthTests {
    @Test(arguments: zip(Delivery.allCases, IPVersion.both))
    func `T34 a member with adminState Down keeps its flows and gets no new ones`(
        delivery: Delivery,
        version: IPVersion
    ) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(delivery, version)
            try site.serve(rule)
            var balancer = CaseBalancer(rule)
            try site.node.apply(balancer)
            let old = try site.connections(24, rule)
            #expect(Set(old.map(\.member)) == ["one", "two"])

            balancer.down = [11]
            try site.node.apply(balancer)
            for conversation in old { #expect(try conversation.goesOn()) }
            let new = try site.connections(24, rule)
            #expect(Set(new.map(\.member)) == ["two"])

            balancer.down = []
            try site.node.apply(balancer)
            for conversation in old + new { #expect(try conversation.goesOn()) }
            #expect(Set(try site.connections(24, rule).map(\.member)) == ["one", "two"])
        }
    }

    @Test(arguments: Delivery.allCases)
    func `T35 a member that its probe finds down keeps TCP flows, and UDP flows move`(
        delivery: Delivery
    ) throws {
        try CaseSite.with { site in
            let flows = try Flows(delivery, "AllProbedDown", site)
            try site.node.steer(down: [11])
            for conversation in flows.open { #expect(try conversation.goesOn()) }
            #expect(Set(try site.connections(24, flows.stream).map(\.member)) == ["two"])
            #expect(Set(try flows.datagramMembers()) == ["two"])

            try site.node.steer(down: [])
            for conversation in flows.open { #expect(try conversation.goesOn()) }
            #expect(Set(try site.connections(24, flows.stream).map(\.member)) == ["one", "two"])
            #expect(try flows.datagramMembers() == flows.before)
        }
    }

    @Test(arguments: Delivery.allCases)
    func `T36 with all members down and AllProbedDown, flows go on and new ones are dropped`(
        delivery: Delivery
    ) throws {
        try CaseSite.with { site in
            let flows = try Flows(delivery, "AllProbedDown", site)
            try site.node.steer(down: [11, 12])
            for conversation in flows.open { #expect(try conversation.goesOn()) }
            #expect(throws: LabError.self) {
                try site.client.connect(
                    to: site.target(flows.stream),
                    from: site.clientAddress(),
                    within: .milliseconds(200)
                )
            }
            let answer = try flows.sockets[0].askForMember(
                at: flows.target,
                within: .milliseconds(200)
            )
            #expect(answer == nil)
            for rule in [flows.stream, flows.datagrams] {
                let drops = try site.node.statistics(rule.name).drops
                #expect(Array(drops.keys) == ["noHealthyBackend"])
            }
        }
    }

    @Test(arguments: Delivery.allCases)
    func `T36 with all members down and AllProbedUp, all flows go on as if all were up`(
        delivery: Delivery
    ) throws {
        try CaseSite.with { site in
            let flows = try Flows(delivery, "AllProbedUp", site)
            try site.node.steer(down: [11, 12])
            for conversation in flows.open { #expect(try conversation.goesOn()) }
            #expect(try flows.datagramMembers() == flows.before)
            #expect(Set(try site.connections(24, flows.stream).map(\.member)) == ["one", "two"])
        }
    }

    /// Connections and datagrams of rules with a probe, which both members serve.
    private struct Flows {
        let stream: CaseBalancer.Rule
        let datagrams: CaseBalancer.Rule
        let target: Endpoint
        let open: [Conversation]
        let sockets: [DatagramSocket]
        /// The members that the sockets' flows met first.
        let before: [String?]

        init(_ delivery: Delivery, _ behavior: String, _ site: CaseSite) throws {
            var rules = ["Tcp", "Udp"].map { CaseBalancer.Rule(delivery, .ipv4, $0) }
            rules[0].name = "stream"
            rules[1].name = "datagrams"
            for rule in rules { try site.serve(rule) }
            try site.serveProbe()
            var balancer = CaseBalancer(rules)
            balancer.noHealthyBackendsBehavior = behavior
            try site.node.apply(balancer)
            (stream, datagrams) = (rules[0], rules[1])
            target = try site.target(datagrams)
            open = try site.connections(24, stream)
            #expect(Set(open.map(\.member)) == ["one", "two"])
            sockets = try (0..<24).map { _ in try site.datagramSocket(rules[1]) }
            let target = target
            before = try sockets.map { try $0.askForMember(at: target) }
            #expect(Set(before) == ["one", "two"])
            try site.node.stopDaemon()
        }

        func datagramMembers() throws -> [String?] {
            try sockets.map { try $0.askForMember(at: target) }
        }
    }
}
