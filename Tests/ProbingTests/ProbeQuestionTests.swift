import Addresses
import Resources
import Testing

@testable import Probing

/// What a probe asks a member.
@Suite struct `A question` {
    private func question(
        _ probeProtocol: ProbeProtocol = .http,
        _ member: String = "192.0.2.11",
        port: UInt16 = 80,
        interval: Duration = .seconds(5),
        path: String = "/"
    ) throws -> ProbeQuestion {
        let member = try #require(IPAddress(member))
        let probe = ResolvedProbe(
            id: "/probes/p",
            loadBalancer: "lb",
            name: "p",
            probeProtocol: probeProtocol,
            port: port,
            interval: interval,
            path: path,
            members: [member]
        )
        return ProbeQuestion(probe, member: member)
    }

    @Test(arguments: [
        (ProbeProtocol.tcp, 60, 60), (.http, 60, 30), (.https, 60, 30), (.http, 5, 5),
    ])
    func `has the interval to be answered, over HTTP at most 30 seconds`(
        probeProtocol: ProbeProtocol,
        interval: Int,
        limit: Int
    ) throws {
        let question = try question(probeProtocol, interval: .seconds(interval))
        #expect(question.timeout == .seconds(limit))
    }

    @Test func `names the member as host, and the port where it is unusual`() throws {
        #expect(try question().host == "192.0.2.11")
        #expect(try question(port: 8080).host == "192.0.2.11:8080")
        #expect(try question(.https, port: 443).host == "192.0.2.11")
        #expect(try question(.https, port: 80).host == "192.0.2.11:80")
        #expect(try question(.http, "2001:db8::11").host == "[2001:db8::11]")
    }

    @Test(arguments: [
        ("/", "/"), ("health", "/health"), ("/a?b=c", "/a?b=c"), ("/a b", "/a%20b"),
        ("/\r\nHost: other", "/%0D%0AHost:%20other"), ("/ö", "/%C3%B6"),
    ])
    func `asks for the path as a request line may hold it`(path: String, line: String) throws {
        #expect(try question(path: path).path == line)
    }

    @Test func `comes from one source of the member's IP version`() throws {
        let ipv4 = try #require(IPAddress("192.0.2.2"))
        let ipv6 = try #require(IPAddress("2001:db8::2"))
        let both = try #require(ProbeSources([ipv6, ipv4]))
        #expect(both.source(for: try #require(IPAddress("192.0.2.11"))) == ipv4)
        #expect(both.source(for: try #require(IPAddress("2001:db8::11"))) == ipv6)
        #expect(ProbeSources([ipv4])?.source(for: ipv6) == nil)
        #expect(ProbeSources([ipv4, ipv4]) == nil)
        #expect(ProbeSources([]) == ProbeSources())
    }
}
