import Addresses
import ControlPlane
import Lab
import Linux
import Testing

/// T76 to T79: nodes that are members, members on the client's side, and members as clients.
@Suite(.needsLab, .timeLimit(.minutes(20)))
struct LoopTests {
    private static let firstNode = 2

    @Test(arguments: IPVersion.both)
    func `T76 a node that is itself a member serves its share`(version: IPVersion) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.floating, version)
            try site.serve(rule)
            try serve(rule, on: site.node)
            var balancer = CaseBalancer(rule)
            balancer.members = [Self.firstNode, 11]
            try site.node.apply(balancer)
            let sent = try site.capture(to: site.node, rule)
            let old = try site.connections(24, rule)
            #expect(Set(old.map(\.member)) == ["node0", "one"])

            balancer.down = [Self.firstNode]
            try site.node.apply(balancer)
            for conversation in old { #expect(try conversation.goesOn()) }
            #expect(Set(try site.connections(24, rule).map(\.member)) == ["one"])
            try site.waitUntilCounted(sent, by: site.node)
        }
    }

    @Test(arguments: zip(IPVersion.both, [0, 1]))
    func `T77 two nodes that are each other's members serve, and no packet circles`(
        version: IPVersion,
        entered: Int
    ) throws {
        // Each would ask the other, as its member, whether it is ready, and that is counted too.
        try CaseSite.with(nodes: 2, settings: "measuresReadiness: false") { site in
            let rule = CaseBalancer.Rule(.floating, version)
            var balancer = CaseBalancer(rule)
            balancer.members = [Self.firstNode, Self.firstNode + 1]
            for node in site.nodes { try serve(rule, on: node) }
            let (node, other) = (site.nodes[entered], site.nodes[1 - entered])
            try site.useNode(entered, for: address(rule.frontend))
            let sent = try site.capture(to: node, rule)
            let passedOn = try site.capture(to: other, rule)
            for node in site.nodes { try node.apply(balancer) }
            let open = try site.connections(24, rule)
            #expect(Set(open.map(\.member)) == ["node0", "node1"])
            for conversation in open { #expect(try conversation.goesOn()) }
            try site.waitUntilCounted(sent, by: node)
            try site.waitUntilCounted(passedOn, by: other)
            let sender = "\(node.interface.ethernetAddress) > "
            #expect(try passedOn.stop().allSatisfy { $0.hasPrefix(sender) })
            for node in site.nodes { #expect(try node.statistics().drops == [:]) }
        }
    }

    /// Has a node serve a floating rule itself.
    private func serve(_ rule: CaseBalancer.Rule, on node: CaseNode) throws {
        let frontend = try address(rule.frontend)
        try node.machine.addFloatingAddress(frontend)
        try node.machine.startTalk(.tcp, at: frontend, port: rule.port)
    }

    @Test(arguments: zip(Delivery.allCases, IPVersion.both))
    func `T78 a client and its member on one segment talk through the node`(
        delivery: Delivery,
        version: IPVersion
    ) throws {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(delivery, version)
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let sent = try site.capture(to: site.node, rule)
            let open = try site.connections(24, rule)
            #expect(Set(open.map(\.member)) == ["one", "two"])
            for conversation in open { #expect(try conversation.goesOn()) }
            try site.waitUntilCounted(sent, by: site.node)
            #expect(try site.node.statistics().drops == [:])
        }
    }

    @Test(arguments: IPVersion.both)
    func `T79 a member reaches the others through its frontend, and itself not`(version: IPVersion)
        throws
    {
        try CaseSite.with { site in
            let rule = CaseBalancer.Rule(.translated, version)
            try site.serve(rule)
            try site.node.apply(CaseBalancer(rule))
            let member = site.members[0]
            let own = try CaseSite.near(member.host, version)
            let sent = try site.capture(to: site.node, rule)
            let found = try (0..<8).map { _ -> String? in
                do {
                    return try member.machine.connect(
                        to: site.target(rule),
                        from: own,
                        port: site.newPort(),
                        within: .milliseconds(500)
                    ).askForMember()
                } catch LabError.timedOut {
                    return nil
                }
            }
            // As in Azure, where a flow that is mapped to its own sender fails.
            #expect(Set(found) == ["two", nil])
            try site.waitUntilCounted(sent, by: site.node)
            #expect(try Array(site.node.statistics().drops.keys) == ["returnsToSender"])
        }
    }
}
