import Addresses
import Logging
import Resources
import Testing

@testable import Probing

/// The prober with real servers on loopback: what it asks, and what it tells.
@Suite(.timeLimit(.minutes(10)))
struct ProberTests {
    private let silentLog = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func probe(
        _ server: AnsweringServer,
        members: [String] = ["127.0.0.1"],
        threshold: Int = 1,
        path: String = "/"
    ) throws -> ResolvedProbe {
        ResolvedProbe(
            id: "/probes/\(server.port)",
            loadBalancer: "lb",
            name: "p",
            probeProtocol: .http,
            port: server.port,
            // Also the time that an answer has, on a machine that may have much else to do.
            interval: .milliseconds(500),
            threshold: threshold,
            path: path,
            members: try members.map { try #require(IPAddress($0)) }
        )
    }

    private func with(_ body: (Prober) async throws -> Void) async throws {
        let prober = try Prober(sources: ProbeSources(), logger: silentLog)
        do {
            try await body(prober)
        } catch {
            try await prober.shutDown()
            throw error
        }
        try await prober.shutDown()
    }

    /// Follows the prober's changes until what it knows of a member is as wanted.
    private func wait(
        _ prober: Prober,
        _ probe: ResolvedProbe,
        _ member: String = "127.0.0.1",
        until holds: (ProbedHealth) -> Bool
    ) async throws {
        let key = ProbedMember(probe: probe.id, address: try #require(IPAddress(member)))
        if let known = await prober.health[key], holds(known) { return }
        for await _ in prober.changes {
            if let known = await prober.health[key], holds(known) { return }
        }
        Issue.record("the prober ended")
    }

    @Test func `a member goes down and comes up with its answers`() async throws {
        let server = try await AnsweringServer(.status(200))
        let probe = try probe(server)
        try await with { prober in
            await prober.follow([probe])
            try await wait(prober, probe) { $0 == ProbedHealth(isUp: true, reason: .probeSuccess) }
            await server.answer(.status(503))
            try await wait(prober, probe) { !$0.isUp }
            await server.answer(.status(200))
            try await wait(prober, probe, until: \.isUp)
            try await server.close()
            try await wait(prober, probe) { $0.failure == .refused }
        }
    }

    @Test func `a member that flaps is held down, and says so`() async throws {
        let server = try await AnsweringServer(.status(200))
        let probe = try probe(server)
        try await with { prober in
            await prober.follow([probe])
            for _ in 0..<2 {
                await server.answer(.status(503))
                try await wait(prober, probe) { !$0.isUp }
                await server.answer(.status(200))
                try await wait(prober, probe, until: \.isUp)
            }
            await server.answer(.status(503))
            try await wait(prober, probe) { !$0.isUp }
            await server.answer(.status(200))
            let held = ProbedHealth(isUp: false, reason: .approachingHealthy, isHeld: true)
            try await wait(prober, probe) { $0 == held }
        }
    }

    @Test func `members come and go, and the others are not asked anew`() async throws {
        let server = try await AnsweringServer(.status(503), on: "0.0.0.0")
        var probe = try probe(server, members: ["127.0.0.1", "127.0.0.2"])
        try await with { prober in
            await prober.follow([probe])
            try await wait(prober, probe) { !$0.isUp }
            try await wait(prober, probe, "127.0.0.2") { !$0.isUp }
            await server.answer(.silent)
            probe.members = try ["127.0.0.2", "127.0.0.3"].map { try #require(IPAddress($0)) }
            await prober.follow([probe])
            let health = await prober.health
            #expect(Set(health.keys.map(\.address.description)) == ["127.0.0.2", "127.0.0.3"])
            let kept = ProbedMember(probe: probe.id, address: probe.members[0])
            #expect(health[kept]?.isUp == false)
            let new = ProbedMember(probe: probe.id, address: probe.members[1])
            #expect(health[new] == ProbedHealth(isUp: true, reason: .notProbed))
        }
    }

    @Test func `a probe that changes asks in the new way and keeps the state`() async throws {
        let server = try await AnsweringServer(.status(503))
        let first = try probe(server, path: "/first")
        let second = try probe(server, path: "/second")
        try await with { prober in
            await prober.follow([first])
            try await wait(prober, first) { !$0.isUp }
            await prober.follow([second])
            #expect(await isDown(prober, second))
            await server.answer(.status(200))
            try await wait(prober, second, until: \.isUp)
        }
        // Only the new question's answer counts; one of the old may still have been on its way.
        #expect(await server.requests.contains { $0.line == "GET /second HTTP/1.1" })
    }

    private func isDown(_ prober: Prober, _ probe: ResolvedProbe) async -> Bool {
        let member = ProbedMember(probe: probe.id, address: probe.members[0])
        return await prober.health[member]?.isUp == false
    }

    @Test func `ends at once, also while members are silent`() async throws {
        let server = try await AnsweringServer(.silent)
        var probe = try probe(server)
        probe.interval = .seconds(600)
        try await with { prober in
            await prober.follow([probe])
            while await server.requests.isEmpty { await Task.yield() }
        }
    }

    @Test func `each of a thousand members is asked at its own address`() async throws {
        let server = try await AnsweringServer(.status(200), on: "0.0.0.0")
        let members = (0..<1000).map { "127.0.\($0 / 250 + 1).\($0 % 250 + 1)" }
        var probe = try probe(server, members: members)
        // Long, because it is also the time that an answer may take on a busy machine.
        probe.interval = .seconds(20)
        try await with { prober in
            await prober.follow([probe])
            var up = 0
            for await _ in prober.changes {
                up = await prober.health.values.count { $0.reason == .probeSuccess }
                if up == members.count { break }
            }
            #expect(up == members.count)
        }
    }
}
