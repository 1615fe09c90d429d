import BPF
import ControlPlane
import Lab
import Linux
import Planning
import Tables
import Testing

/// What the daemon refuses, and that nothing changes then.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct RefusalTests {
    @Test func `a refused document leaves the kernel's maps exactly as they were`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let daemon = try site.startApplied()
            let before = try site.image()
            #expect(!before.frontends.isEmpty)
            let rules = try #require(try daemon.status()).rules

            var twice = BalancerText()
            twice.rules = [
                .init(name: "a", port: 443, backendPort: 443, floating: false),
                .init(name: "b", port: 444, backendPort: 443, floating: false),
            ]
            let bad: [(String, String)] = [
                (twice.json, "RulesUseSameBackendPortProtocolAndPool"), ("{", "lb.json"),
                ("[1]", "lb.json"),
            ]
            for (text, word) in bad {
                try site.write(text)
                let report = try daemon.reload()
                #expect(try #require(report.refusal).contains(word))
                #expect(report.rules.map(\.carried) == rules.map(\.carried))
                #expect(try site.image() == before)
            }
            // Good documents beside a bad one are refused with it.
            var other = BalancerText(name: "other", members: ["192.0.2.10"])
            other.rules[0].frontend = "192.0.2.101"
            try site.write(other.json, as: "other.json")
            #expect(try daemon.reload().refusal != nil)
            #expect(try site.image() == before)

            try site.write(BalancerText().json)
            let both = try daemon.reload()
            #expect(both.refusal == nil)
            #expect(both.rules.count == 2)
            try daemon.stop()
        }
    }

    @Test func `interfaces that do not exist or are down are refused by name`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try site.write(BalancerText().json)
            let absent = try site.start(interfaces: "[eth0, eth9]")
            let missing = try #require(try absent.status()?.refusal)
            #expect(missing.contains("interface 'eth9' does not exist"))
            #expect(missing.contains("lo, eth0"))
            #expect(try site.image() == .init())
            try absent.stop()

            try site.node.attach(to: site.segment)
            try site.node.run(["ip", "link", "set", "eth1", "down"])
            let down = try site.start(interfaces: "[eth0, eth1]")
            #expect(
                try down.status()?.refusal
                    == "interface 'eth1' is down; bring it up: ip link set eth1 up"
            )
            #expect(try site.image() == .init())
            try site.node.run(["ip", "link", "set", "eth1", "up"])
            #expect(try down.reload().refusal == nil)
            #expect(try !site.image().frontends.isEmpty)
            try down.stop()
        }
    }

    @Test func `members on no connected segment are refused by address`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            var balancer = BalancerText()
            balancer.members = ["192.0.2.11", "198.51.100.7"]
            try site.write(balancer.json)
            let daemon = try site.start()
            let refusal = try #require(try daemon.status()?.refusal)
            #expect(refusal.contains("198.51.100.7 is not on a connected segment"))
            #expect(refusal.contains("192.0.2.0/24"))
            #expect(!refusal.contains("192.0.2.11"))
            #expect(try site.image() == .init())
            try daemon.stop()
        }
    }

    @Test func `the node itself is no member of a rule whose replies must be restored`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            var balancer = BalancerText()
            balancer.members = ["192.0.2.2"]
            balancer.rules[0].floating = false
            try site.write(balancer.json)
            let daemon = try site.start()
            let refusal = try #require(try daemon.status()?.refusal)
            #expect(refusal.contains("192.0.2.2, which is this node itself"))
            #expect(try site.image() == .init())
            balancer.rules[0].floating = true
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            #expect(try site.image().backends.values.map(\.isLocal) == [1])
            try daemon.stop()
        }
    }

    @Test func `frontends outside the node's ranges are refused by address`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            var balancer = BalancerText()
            balancer.rules.append(.init(name: "out", frontend: "192.0.2.200"))
            try site.write(balancer.json)
            let ranges = "addressRanges: [192.0.2.96/28, 2001:db8::/64]"
            let daemon = try site.start(more: ranges)
            let refusal = try #require(try daemon.status()?.refusal)
            #expect(refusal.contains("frontend 192.0.2.200 is in none of"))
            #expect(!refusal.contains("192.0.2.100"))
            #expect(try site.image() == .init())
            balancer.rules.removeLast()
            try site.write(balancer.json)
            #expect(try daemon.reload().refusal == nil)
            try daemon.stop()
        }
    }

    @Test func `an interface that somebody else's program runs on is refused with what to do`()
        throws
    {
        try Lab.with { lab in
            let site = try Site(lab)
            let other = DataPlanePins()
            try site.node.perform {
                try DataPlane.open(pins: other.path).attach(
                    interface: NetlinkSession().interface(named: "eth0").index,
                    name: "eth0",
                    mode: .generic
                )
            }
            try site.write(BalancerText().json)
            let daemon = try site.start()
            let refusal = try #require(try daemon.status()?.refusal)
            #expect(refusal.contains("another XDP program is attached"))
            try DataPlane.remove(pins: other.path)
            #expect(try daemon.reload().refusal == nil)
            try daemon.stop()
        }
    }
}
