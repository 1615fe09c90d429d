import ControlPlane
import Foundation
import Lab
import Linux
import Probing
import Testing

/// Real connections while a real daemon's probes find members down and up again.
@Suite(.needsKernel, .timeLimit(.minutes(10)))
struct ProbedMemberTests {
    private static let connections = 18

    /// How a member's probe port stops answering.
    enum Failure: CaseIterable {
        case refuses
        case isSilent
    }

    @Test(arguments: Failure.allCases)
    func `T35 a member that its probe finds down keeps TCP flows and gets nothing else`(
        failure: Failure
    ) throws {
        try withProbes { site, talk, daemon, listeners in
            let clients = try (0..<Self.connections).map { try talk.begin($0) }
            let first = try clients.map { try talk.answer(1, of: $0) }
            #expect(Set(first.map(\.machine)) == ["one", "two"], "both must have connections")
            let datagrams = try (200..<200 + Self.connections).map {
                try talk.begin($0, over: "udp")
            }
            let spread = try datagrams.map { try talk.answer(1, of: $0).machine }
            #expect(Set(spread) == ["one", "two"])

            try fail(site, listeners[0], failure)
            try wait(daemon, "192.0.2.11") {
                !$0.isUp && $0.reason == .tcpProbeTimeout
                    && $0.seen == (failure == .refuses ? "connection refused" : Self.silence)
            }
            #expect(try health(daemon, "192.0.2.12").map(\.isUp) == [true, true])
            try talk.go(2)
            #expect(try clients.map { try talk.answer(2, of: $0) } == first)
            #expect(try Set(datagrams.map { try talk.answer(2, of: $0).machine }) == ["two"])
            let late = try (100..<100 + Self.connections).map { try talk.begin($0) }
            #expect(try Set(late.map { try talk.answer(1, of: $0).machine }) == ["two"])

            try mend(site, failure)
            try wait(daemon, "192.0.2.11", until: \.isUp)
            try talk.go(3)
            #expect(try clients.map { try talk.answer(3, of: $0) } == first)
            #expect(try Set(late.map { try talk.answer(3, of: $0).machine }) == ["two"])
            #expect(try datagrams.map { try talk.answer(3, of: $0).machine } == spread)
            let last = try (300..<300 + Self.connections).map { try talk.begin($0) }
            #expect(try Set(last.map { try talk.answer(1, of: $0).machine }) == ["one", "two"])
        }
    }

    @Test func `T36 when all members are down new connections get no answer, or all members`()
        throws
    {
        try withProbes { site, talk, daemon, listeners in
            let clients = try (0..<Self.connections).map { try talk.begin($0) }
            let first = try clients.map { try talk.answer(1, of: $0) }
            #expect(try ping(site).contains("1 received"))

            for listener in listeners { listener.terminate() }
            for member in ["192.0.2.11", "192.0.2.12"] { try wait(daemon, member) { !$0.isUp } }
            // Ended by the time limit alone: a refused connection would end it before.
            let attempt = "exec 3<>/dev/tcp/192.0.2.100/7000"
            let outcome = try site.client.outcome(of: ["timeout", "2", "bash", "-c", attempt])
            #expect(outcome.status == .exited(124), "\(outcome.errors)")
            try talk.go(2)
            #expect(try clients.map { try talk.answer(2, of: $0) } == first)
            #expect(try ping(site).contains("Destination Host Unreachable"))
            let shown = try site.operatorStatus()
            for member in ["192.0.2.11", "192.0.2.12"] {
                let line = "  \(member) Down Down_Probe_TcpProbeTimeout (connection refused)\n"
                #expect(shown.contains(line), "\(shown)")
            }

            try site.write(Self.balancer(whenAllDown: "AllProbedUp").json)
            #expect(try daemon.reload().refusal == nil)
            let late = try (100..<100 + Self.connections).map { try talk.begin($0) }
            #expect(try Set(late.map { try talk.answer(1, of: $0).machine }) == ["one", "two"])
            #expect(try health(daemon, "192.0.2.11").allSatisfy { $0.reason == .allDownIsUp })
            try talk.go(3)
            #expect(try clients.map { try talk.answer(3, of: $0) } == first)
        }
    }

    @Test func `a probe of the port that a translating rule uses is answered`() throws {
        try Lab.with { lab in
            let site = try Site(lab)
            try Conversations(site: site).serve()
            var balancer = BalancerText()
            balancer.rules[0].floating = false
            balancer.probe = BalancerText.Probe(port: 7000)
            try site.write(balancer.json)
            let daemon = try site.startApplied(more: "probeSource: [192.0.2.2]")
            for member in ["192.0.2.11", "192.0.2.12"] {
                try wait(daemon, member) { $0.reason != .notProbed }
                #expect(try health(daemon, member).map(\.reason) == [.probeSuccess])
            }
            // Their clients' replies are restored all the same.
            let talk = Conversations(site: site)
            let clients = try (0..<Self.connections).map { try talk.begin($0) }
            #expect(
                try Set(clients.map { try talk.answer(1, of: $0).machine }) == ["one", "two"]
            )
            try daemon.stop()
            try site.detach()
        }
    }

    private static let silence = "no answer to the TCP handshake"

    private static func balancer(whenAllDown: String = "AllProbedDown") -> BalancerText {
        var balancer = BalancerText()
        balancer.isPublic = true
        balancer.probe = BalancerText.Probe(whenAllDown: whenAllDown)
        balancer.rules.append(BalancerText.Rule(name: "datagrams", transport: "Udp"))
        return balancer
    }

    /// A site with a public frontend over TCP and UDP, whose members a probe has found up.
    private func withProbes(
        _ body: (Site, Conversations, RunningDaemon, [LabProcess]) throws -> Void
    ) throws {
        try Lab.with { lab in
            let site = try Site(lab)
            let talk = Conversations(site: site)
            try talk.serve()
            try talk.serveDatagrams()
            let listeners = try [0, 1].map { try listen(site, $0) }
            let balancer = Self.balancer()
            try site.write(balancer.json)
            try site.write(balancer.publicAddresses, as: "addresses.json")
            let daemon = try site.startApplied()
            for member in ["192.0.2.11", "192.0.2.12"] {
                try wait(daemon, member) { $0.reason == .probeSuccess }
            }
            try body(site, talk, daemon, listeners)
            try daemon.stop()
            try site.detach()
        }
    }

    /// A member's probe port, on its own address.
    private func listen(_ site: Site, _ number: Int) throws -> LabProcess {
        let member = site.members[number]
        let address = "TCP-LISTEN:7100,bind=192.0.2.\(11 + number),fork,reuseaddr"
        let listener = try member.start(["socat", address, "SYSTEM:true"], label: "probe")
        try listener.wait(until: "\(member.name) can be probed", within: .seconds(60)) {
            try !member.run(["ss", "-Hltn", "sport = 7100"]).isEmpty
        }
        return listener
    }

    private func fail(_ site: Site, _ listener: LabProcess, _ failure: Failure) throws {
        switch failure {
        case .refuses: listener.terminate()
        case .isSilent:
            let rules = """
                table inet quiet { chain in { type filter hook input priority 0; \
                tcp dport 7100 drop; }; }
                """
            try site.members[0].run(["nft", rules])
        }
    }

    private func mend(_ site: Site, _ failure: Failure) throws {
        switch failure {
        case .refuses: _ = try listen(site, 0)
        case .isSilent: try site.members[0].run(["nft", "delete", "table", "inet", "quiet"])
        }
    }

    /// A member's health in each rule.
    private func health(_ daemon: RunningDaemon, _ member: String) throws -> [StatusReport.Member] {
        let rules = try daemon.status()?.rules ?? []
        return rules.flatMap { $0.health.filter { $0.address == member } }
    }

    private func wait(
        _ daemon: RunningDaemon,
        _ member: String,
        until holds: (StatusReport.Member) -> Bool
    ) throws {
        try daemon.process.wait(until: "\(member) is as expected", within: .seconds(60)) {
            let found = try health(daemon, member)
            return !found.isEmpty && found.allSatisfy(holds)
        }
    }

    private func ping(_ site: Site) throws -> String {
        try site.client.outcome(of: ["ping", "-n", "-c", "1", "-W", "5", "192.0.2.100"]).output
    }
}
