import Addresses
import ControlPlane
import Foundation
import Lab
import Linux
import Readiness
import Testing

/// What else the daemon finds on its segments, and what a rule does with it.
@Suite(.needsLab, .timeLimit(.minutes(10)))
struct ReadinessFindingLabTests {
    @Test func `a rule that asks for readiness gives a member without it no new flows`() throws {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members { try site.serve(member) }
            try site.configure(site.one)
            try site.forwarding {
                try site.wait(for: .addressMissing, "web", 12)
                try site.wait(for: .ready, "web", 11)
                let rule = try site.status()?.rules.first { $0.id.hasSuffix("/web") }
                #expect(rule?.members.count == 2, "as in Azure, where no rule asks")
                site.requiresReadiness = true
                try site.reload()
                try site.wait(until: "only one gets new flows") {
                    $0.rules.first { $0.id.hasSuffix("/web") }?.members == ["192.0.2.11"]
                }
                #expect(try site.answers() == ["one"])
                try site.configure(site.two)
                try site.wait(until: "both get new flows") {
                    $0.rules.first { $0.id.hasSuffix("/web") }?.members.count == 2
                }
                #expect(try site.answers() == ["one", "two"])
            }
        }
    }

    @Test func `another machine and another node that answer for a frontend are told apart`() throws
    {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members {
                try site.serve(member)
                try site.configure(member)
            }
            let stranger = try lab.machine("stranger")
            let port = try stranger.attach(
                to: site.segment,
                addresses: [try prefix("192.0.2.100/32"), try prefix("2001:db8::100/128")]
            )
            let other = try lab.machine("other")
            let otherPort = try other.attach(
                to: site.segment,
                addresses: try ReadinessSite.addresses(3)
            )
            try site.forwarding {
                try site.wait(until: "the stranger is found") { report in
                    let own = report.claims.filter {
                        $0.ethernetAddress == port.ethernetAddress.description
                    }
                    return own.count == 2 && own.allSatisfy { $0.member == nil && !$0.isNode }
                }
                let state = "\(lab.directory)/other"
                try FileManager.default.createDirectory(
                    atPath: state,
                    withIntermediateDirectories: true
                )
                let pins = "\(site.pins)-other"
                let file = try site.writeNodeFile("other", pins: pins, state: state)
                let daemon = try other.start(
                    [program("apusd"), "run", "--config", file],
                    label: "apusd-other"
                )
                defer {
                    daemon.terminate()
                    _ = try? other.run([program("apusd"), "detach", "--config", file])
                }
                try site.wait(until: "the other node is found") { report in
                    let own = report.claims.filter {
                        $0.ethernetAddress == otherPort.ethernetAddress.description
                    }
                    return own.count == 2 && own.allSatisfy(\.isNode)
                }
                #expect(try site.status()?.claims.count == 4)
            }
        }
    }

    @Test func `a member that answers from its own address, and one that was exchanged, are named`()
        throws
    {
        try Lab.with { lab in
            let site = try ReadinessSite(lab)
            for member in site.members {
                try site.serve(member)
                try site.configure(member)
            }
            // Bound to all addresses, it answers from the one that its route prefers.
            let service = try site.two.openDatagramSocket(at: try address("0.0.0.0"), port: 53)
            try site.forwarding {
                try site.wait(until: "the wrong source is found") { _ in
                    if let question = try service.receive(within: .milliseconds(200)) {
                        try service.send([1], to: question.source)
                    }
                    return try site.finding("dns", 12)?.state == .wrongSource
                }
                let finding = try #require(try site.finding("dns", 12))
                #expect(
                    finding.evidence == "192.0.2.12 answers for 192.0.2.100:53/udp from 192.0.2.12."
                )
                try site.two.run(["ip", "link", "set", "eth0", "address", "02:00:00:00:00:77"])
                try site.wait(until: "the change is noted") { report in
                    report.ethernetChanges.contains {
                        $0.member == "192.0.2.12" && $0.to == "02:00:00:00:00:77"
                    }
                }
            }
        }
    }
}
