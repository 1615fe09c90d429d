import Addresses
import ControlPlane
import Foundation
import Lab
import Linux
import Readiness
import Testing

/// What the daemon finds of members that are not what Floating IP needs, and what mends it.
///
/// The health probe is up in every case: it asks the members' own addresses.
@Suite(.needsLab, .timeLimit(.minutes(10)))
struct ReadinessLabTests {
    private func isUp(_ site: ReadinessSite, _ host: Int) throws -> Bool {
        let rule = try site.status()?.rules.first { $0.id.hasSuffix("/web") }
        return rule?.health.first { $0.address == "192.0.2.\(host)" }?.isUp == true
    }

    @Test func `a member without the frontend's address is found, and mended by the command`()
        throws
    {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members { try site.serve(member) }
            try site.configure(site.one)
            try site.forwarding {
                for rule in ["web", "six", "dns"] {
                    try site.wait(for: .addressMissing, rule, 12)
                }
                try site.wait(for: .ready, "web", 11)
                try site.wait(for: .ready, "six", 11)
                // Nobody serves the port, and the address says so.
                try site.wait(for: .notListening, "dns", 11)
                try site.wait(until: "the probe has asked both") {
                    $0.rules.allSatisfy { $0.health.count == 2 && $0.health.allSatisfy(\.isUp) }
                }
                #expect(try site.answers() == ["one", nil], "half of the clients wait")

                let finding = try site.wait(for: .addressMissing, "web", 12)
                #expect(finding.remedy == "Give 192.0.2.12 the address 192.0.2.100.")
                try site.follow(finding, on: site.two)
                try site.wait(for: .ready, "web", 12)
                // The command names everything that the machine must own.
                try site.wait(for: .ready, "six", 12)
                try site.wait(for: .notListening, "dns", 12)
                #expect(try site.answers("http://[2001:db8::100]/") == ["one", "two"])
            }
        }
    }

    @Test func `a member that answers ARP or neighbour discovery for the frontend is found`() throws
    {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members { try site.serve(member) }
            try site.configure(site.one)
            // On the loopback interface, and still told to the segment by Linux's default.
            try site.two.addAddress(try prefix("192.0.2.100/32"), to: "lo")
            try site.two.addAddress(try prefix("2001:db8::100/128"), to: "eth0")
            try site.forwarding {
                let finding = try site.wait(for: .answersARP, "web", 12)
                try site.wait(for: .answersARP, "six", 12)
                try site.wait(for: .ready, "web", 11)
                #expect(try isUp(site, 12))
                let claim = try #require(
                    site.status()?.claims.first { $0.frontend.version == .ipv4 }
                )
                #expect(claim.member?.description == "192.0.2.12" && !claim.isNode)
                try site.follow(finding, on: site.two)
                try site.wait(for: .ready, "web", 12)
                try site.two.run(["ip", "address", "del", "2001:db8::100/128", "dev", "eth0"])
                try site.configure(site.two)
                try site.wait(for: .ready, "six", 12)
                try site.wait(until: "no claim is left") { $0.claims.isEmpty }
            }
        }
    }

    @Test func `a member whose service does not listen is found`() throws {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            try site.serve(site.one)
            try site.serve(site.two, ports: [81])
            for member in site.members { try site.configure(member) }
            try site.forwarding {
                for rule in ["web", "six", "dns"] {
                    try site.wait(for: .notListening, rule, 12)
                }
                try site.wait(for: .ready, "web", 11)
                #expect(try isUp(site, 12))
                let finding = try site.wait(for: .notListening, "web", 12)
                let command = try #require(finding.command)
                #expect(try !site.two.run(["sh", "-c", command]).contains("nginx"))
                try site.serve(site.two, ports: [80])
                try site.wait(for: .ready, "web", 12)
                try site.wait(for: .ready, "six", 12)
                #expect(try site.two.run(["sh", "-c", command]).contains("nginx"))
            }
        }
    }

    @Test func `a member whose firewall drops or refuses the frontend's port is found`() throws {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members {
                try site.serve(member)
                try site.configure(member)
            }
            for (member, verdict) in zip(site.members, ["drop", "reject"]) {
                try member.run([
                    "nft",
                    """
                    add table inet guard; \
                    add chain inet guard input { type filter hook input priority 0; policy accept; }; \
                    add rule inet guard input tcp dport 80 \(verdict)
                    """,
                ])
            }
            try site.forwarding {
                for host in [11, 12] {
                    for rule in ["web", "six"] { try site.wait(for: .filtered, rule, host) }
                }
                try site.wait(until: "both are up") {
                    $0.rules.allSatisfy { $0.health.count == 2 && $0.health.allSatisfy(\.isUp) }
                }
                for (member, host) in zip(site.members, [11, 12]) {
                    try site.follow(try site.wait(for: .filtered, "web", host), on: member)
                    for rule in ["web", "six"] { try site.wait(for: .ready, rule, host) }
                }
            }
        }
    }

    @Test func `a member whose reverse path filter drops clients that are far away is found`()
        throws
    {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members {
                try site.serve(member)
                try site.configure(member)
            }
            // Two's way back to clients is another interface, by a router that the node is behind.
            let back = try lab.segment("back")
            let router = try lab.machine("router")
            try router.attach(to: back, addresses: [try prefix("203.0.113.1/24")])
            try router.attach(to: site.segment, addresses: [try prefix("192.0.2.1/24")])
            try router.forwardPackets()
            try router.addRoute(to: try prefix("198.51.100.0/24"), via: try address("192.0.2.2"))
            try site.node.addAddress(try prefix("198.51.100.2/32"), to: "lo")
            let all = try prefix("0.0.0.0/0")
            try site.one.addRoute(to: all, via: try address("192.0.2.1"))
            try site.two.attach(to: back, addresses: [try prefix("203.0.113.12/24")])
            try site.two.addRoute(to: all, via: try address("203.0.113.1"))
            try site.two.setSysctl("net/ipv4/conf/all/rp_filter", to: "1")
            site.settings = "readinessSource: [198.51.100.2]"
            try site.forwarding {
                let finding = try site.wait(for: .noReturn, "web", 12)
                #expect(finding.evidence.hasSuffix("but not for 198.51.100.2."))
                try site.wait(for: .ready, "web", 11)
                #expect(try isUp(site, 12))
                try site.follow(finding, on: site.two)
                try site.wait(for: .ready, "web", 12)
                let filter = try site.two.run(["sysctl", "-n", "net.ipv4.conf.eth0.rp_filter"])
                #expect(filter == "2\n")
            }
        }
    }
}
