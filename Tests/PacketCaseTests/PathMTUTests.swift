import Addresses
import ControlPlane
import Demo
import Lab
import Testing

/// A node between a segment that carries long packets and one that does not.
@Suite(.needsLab, .timeLimit(.minutes(5)))
struct PathMTUTests {
    /// The client's side of the node.
    private static func front(_ host: Int, _ version: IPVersion) -> String {
        version == .ipv4 ? "198.51.100.\(host)" : "2001:db8:2::\(host)"
    }

    private static func prefixes(_ address: (IPVersion) -> String) throws -> [IPPrefix] {
        try [prefix("\(address(.ipv4))/24"), prefix("\(address(.ipv6))/64")]
    }

    @Test func `T44 a client learns how long its packets to a member may be`() throws {
        try Lab.with { lab in
            let (front, back) = try (lab.segment("front"), lab.segment("back"))
            let client = try lab.machine("client")
            let outside = try client.attach(
                to: front,
                addresses: Self.prefixes { Self.front(10, $0) }
            )
            let member = try lab.machine("one")
            let near = { (host: Int) in
                try Self.prefixes { "\(CaseSite.prefix($0))\(host)" }
            }
            try member.attach(to: back, addresses: near(11))
            let machine = try lab.machine("node")
            let first = try machine.attach(
                to: front,
                addresses: Self.prefixes { Self.front(2, $0) }
            )
            let second = try machine.attach(to: back, addresses: near(2))
            for (machine, interface) in [(client, outside), (machine, first)] {
                try machine.setMTU(9000, of: interface)
            }
            for machine in [client, member] {
                try machine.run(["ethtool", "-K", "eth0", "tx", "off"])
            }
            try machine.forwardPackets()
            let programs = PassPrograms()
            for interface in [first, second] { try programs.attach(facing: interface) }
            let node = try CaseNode(machine, interface: first, others: [second])
            defer {
                lab.tearDown()
                try? DataPlane.remove(pins: node.pins)
            }
            for version in IPVersion.both {
                let all = try prefix(version == .ipv4 ? "0.0.0.0/0" : "::/0")
                try client.addRoute(to: all, via: address(Self.front(2, version)))
                try member.addRoute(to: all, via: CaseSite.near(2, version))
            }
            var balancer = CaseBalancer(
                IPVersion.both.map { CaseBalancer.Rule(.floating, $0, "Udp") }.enumerated().map {
                    var rule = $0.element
                    rule.name = "rule\($0.offset)"
                    return rule
                }
            )
            balancer.members = [11]
            try node.apply(balancer)
            for rule in balancer.rules { try learn(rule, client, member, node) }
        }
    }

    /// Sends datagrams that are too long until the client divides them, and they are answered.
    private func learn(
        _ rule: CaseBalancer.Rule,
        _ client: Machine,
        _ member: Machine,
        _ node: CaseNode
    ) throws {
        let frontend = try address(rule.frontend)
        try member.addFloatingAddress(frontend)
        try member.startTalk(.udp, at: frontend, port: rule.port)
        let socket = try client.openDatagramSocket(
            at: address(Self.front(10, frontend.version))
        )
        let text = String(repeating: "x", count: 3000)
        let target = Endpoint(frontend, rule.port)
        // The first packet that is too long only teaches.
        let early = try socket.ask(text, of: target, within: .milliseconds(500))
        #expect(early == nil)
        #expect(try node.statistics(rule.name).drops == ["packetTooBig": 1])
        let route = try client.run(["ip", "route", "get", "\(frontend)"])
        #expect(route.contains("mtu 1500"), "\(route)")
        let answer = try socket.ask(text, of: target)
        #expect(answer?.text == "one \(text)")
    }
}
