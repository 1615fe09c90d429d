import Addresses
import BPF
import ControlPlane
import Foundation
import Lab
import Testing

/// Real packets, and a data plane that outlives its daemon.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct TakeoverTests {
    @Test(arguments: ["192.0.2.100", "2001:db8::100"])
    func `traffic to a floating frontend goes on while the daemon is down`(host: String) throws {
        try Lab.with { lab in
            let site = try serving(host, lab)
            let daemon = try site.startApplied()
            let frontend = try address(host)
            for number in 0..<5 {
                let text = "before \(number)"
                #expect(try site.client.echo(text, over: .tcp, to: frontend, port: 7000) == text)
            }
            try daemon.stop()
            for number in 0..<5 {
                let text = "without \(number)"
                #expect(try site.client.echo(text, over: .tcp, to: frontend, port: 7000) == text)
            }
            // The members answer for the frontend themselves: no reply passes the node.
            let captured = try site.segment.capture(portOf: site.nodeInterface, "src host \(host)")
            #expect(try site.client.echo("x", over: .tcp, to: frontend, port: 7000) == "x")
            #expect(try captured.stop().filter { !$0.contains("ARP") } == [])
            try site.detach()
            #expect(!FileManager.default.fileExists(atPath: site.pins.path))
            #expect(throws: (any Error).self) {
                try site.client.echo("x", over: .tcp, to: frontend, port: 7000, within: .seconds(1))
            }
        }
    }

    @Test func `a restarted daemon keeps rule indices and counters`() throws {
        try Lab.with { lab in
            let site = try serving("192.0.2.100", lab)
            var balancer = BalancerText()
            balancer.rules.append(.init(name: "other", frontend: "192.0.2.99"))
            try site.write(balancer.json)
            let first = try site.startApplied()
            let frontend = try address("192.0.2.100")
            for _ in 0..<4 {
                #expect(try site.client.echo("x", over: .tcp, to: frontend, port: 7000) == "x")
            }
            let rules = try #require(try first.status()).rules
            let index = try #require(rules.first { $0.id == balancer.ruleID() }).index
            let counted = try site.statistics(rule: index)
            #expect(counted.synPackets == 4)
            #expect(counted.packets > 4)
            let before = try site.image()
            try first.stop()

            let second = try site.startApplied()
            let again = try #require(try second.status()).rules
            #expect(again.map(\.carried) == rules.map(\.carried))
            #expect(try site.image() == before)
            #expect(try site.statistics(rule: index) == counted)
            try second.stop()

            // Without the rule before it, a fresh plan would give this one another index.
            balancer.rules.removeLast()
            try site.write(balancer.json)
            let third = try site.startApplied()
            #expect(index > 1)
            #expect(try #require(try third.status()).rules.map(\.index) == [index])
            #expect(try site.statistics(rule: index) == counted)
            #expect(try site.client.echo("x", over: .tcp, to: frontend, port: 7000) == "x")
            #expect(try site.statistics(rule: index).synPackets == 5)
            try third.stop()
        }
    }

    @Test func `documents that changed while the daemon was down are applied at its start`() throws
    {
        try Lab.with { lab in
            let site = try serving("192.0.2.100", lab)
            try site.startApplied().stop()
            var balancer = BalancerText()
            balancer.members = ["192.0.2.12"]
            try site.write(balancer.json)
            let daemon = try site.startApplied()
            #expect(try site.delivery(of: "192.0.2.11") == nil)
            let frontend = try address("192.0.2.100")
            #expect(try site.client.echo("x", over: .tcp, to: frontend, port: 7000) == "x")
            try daemon.stop()
        }
    }

    /// A site with one floating rule to port 7000 of both members, which own the frontend address
    /// and echo there.
    private func serving(_ host: String, _ lab: Lab) throws -> Site {
        let site = try Site(lab)
        let frontend = try address(host)
        var balancer = BalancerText()
        balancer.rules[0].frontend = host
        if frontend.version == .ipv6 { balancer.members = ["2001:db8::11", "2001:db8::12"] }
        try site.write(balancer.json)
        for member in site.members {
            try member.addFloatingAddress(frontend)
            _ = try member.startEcho(.tcp, address: frontend, ports: [7000])
        }
        return site
    }
}
