import Addresses
import Foundation
import Linux
import NIOPosix
import NIOSSL
import Resources
import Testing

@testable import Probing

/// Real questions to real sockets on loopback.
@Suite(.timeLimit(.minutes(10)))
struct ProbeClientTests {
    private func ask(
        _ probeProtocol: ProbeProtocol,
        port: UInt16,
        at member: String = "127.0.0.1",
        from source: String? = nil,
        path: String = "/health",
        within limit: Duration = .seconds(120)
    ) async throws -> ProbeOutcome {
        let member = try #require(IPAddress(member))
        let probe = ResolvedProbe(
            id: "/probes/p",
            loadBalancer: "lb",
            name: "p",
            probeProtocol: probeProtocol,
            port: port,
            interval: limit,
            path: path,
            members: [member]
        )
        let sources = try #require(
            ProbeSources(source.flatMap { IPAddress($0) }.map { [$0] } ?? [])
        )
        let client = try ProbeClient(
            group: MultiThreadedEventLoopGroup.singleton,
            sources: sources
        )
        return await client.ask(ProbeQuestion(probe, member: member))
    }

    /// A port of loopback that nothing listens on.
    private func closedPort() async throws -> UInt16 {
        let server = try await AnsweringServer(.silent)
        try await server.close()
        return server.port
    }

    @Test func `TCP succeeds with the handshake, whatever is said after it`() async throws {
        let server = try await AnsweringServer(.silent)
        #expect(try await ask(.tcp, port: server.port) == .success)
        let ipv6 = try await AnsweringServer(.silent, on: "::1")
        #expect(try await ask(.tcp, port: ipv6.port, at: "::1") == .success)
    }

    @Test(arguments: ProbeProtocol.allCases)
    func `a reset in answer to the handshake fails`(probeProtocol: ProbeProtocol) async throws {
        let port = try await closedPort()
        #expect(try await ask(probeProtocol, port: port) == .failure(.refused))
    }

    @Test(arguments: ProbeProtocol.allCases)
    func `a handshake that nothing answers fails when its time is over`(
        probeProtocol: ProbeProtocol
    ) async throws {
        let full = try FullSocket()
        let limit = Duration.milliseconds(300)
        let start = ContinuousClock.now
        #expect(
            try await ask(probeProtocol, port: full.port, within: limit) == .failure(.noHandshake)
        )
        #expect(ContinuousClock.now - start >= limit)
        withExtendedLifetime(full) {}
    }

    @Test func `HTTP succeeds with 200 and with nothing else`() async throws {
        let server = try await AnsweringServer(.status(200))
        #expect(try await ask(.http, port: server.port) == .success)
        for code in [201, 204, 301, 404, 500, 503] {
            await server.answer(.status(code))
            #expect(try await ask(.http, port: server.port) == .failure(.status(code)))
        }
    }

    @Test func `HTTP asks the member for the probe's path`() async throws {
        let server = try await AnsweringServer(.status(200))
        _ = try await ask(.http, port: server.port, path: "ready?full=1")
        let request = try #require(await server.requests.first)
        #expect(request.line == "GET /ready?full=1 HTTP/1.1")
        #expect(request.host == "127.0.0.1:\(server.port)")
    }

    @Test func `an HTTP answer that does not come fails when its time is over`() async throws {
        let server = try await AnsweringServer(.silent)
        let outcome = try await ask(.http, port: server.port, within: .milliseconds(300))
        #expect(outcome == .failure(.noResponse))
    }

    @Test(arguments: [AnsweringServer.Behavior.reset, .noise])
    func `a connection that ends without an HTTP answer fails`(
        behavior: AnsweringServer.Behavior
    ) async throws {
        let server = try await AnsweringServer(behavior)
        #expect(try await ask(.http, port: server.port) == .failure(.broken))
    }

    @Test func `HTTPS takes whatever certificate the member has`() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "apus-probing-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (key, certificate) = ("\(folder.path)/key.pem", "\(folder.path)/certificate.pem")
        let command = """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
            -subj /CN=other.example -keyout \(key) -out \(certificate)
            """
        let made = try ChildProcess.run(
            command.split(separator: " ").map(String.init),
            until: .now + .seconds(30)
        )
        try #require(made.status.isSuccess, "\(made.errors)")
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))
            )
        )
        let server = try await AnsweringServer(.status(200), tls: tls)
        #expect(try await ask(.https, port: server.port) == .success)
        await server.answer(.status(503))
        #expect(try await ask(.https, port: server.port) == .failure(.status(503)))
        let plain = try await AnsweringServer(.noise)
        let outcome = try await ask(.https, port: plain.port, within: .seconds(1))
        #expect([.failure(.broken), .failure(.noResponse)].contains(outcome))
    }

    @Test func `the source is the one that the operator set`() async throws {
        let server = try await AnsweringServer(.status(200))
        let outcome = try await ask(.http, port: server.port, from: "127.0.0.77")
        #expect(outcome == .success)
        #expect(await server.requests.map(\.from) == ["127.0.0.77"])
    }

    @Test func `a source that this host does not have says nothing of the member`() async throws {
        let server = try await AnsweringServer(.status(200))
        let outcome = try await ask(.http, port: server.port, from: "192.0.2.77")
        guard case .notAsked(let reason) = outcome else {
            Issue.record("unexpected outcome \(outcome)")
            return
        }
        #expect(reason.contains("errno: \(EADDRNOTAVAIL)"))
        #expect(await server.requests.isEmpty)
    }
}
