import Foundation
import Resources
import Testing

@testable import Demo

struct DemoDocumentTests {
    private func balancer(_ rules: [DemoLoadBalancer.Rule]) throws -> DemoLoadBalancer {
        DemoLoadBalancer(
            name: "web",
            frontends: [
                .init(name: "one", place: .subnet("segment-a", try .parsed("192.0.2.101"))),
                .init(name: "two", place: .subnet("segment-a", try .parsed("192.0.2.102"))),
            ],
            pools: [
                .init(
                    name: "web",
                    members: [
                        .init(name: "b1", address: try .parsed("192.0.2.11")),
                        .init(name: "b2", address: try .parsed("192.0.2.12")),
                    ]
                )
            ],
            rules: rules
        )
    }

    private var twoRules: [DemoLoadBalancer.Rule] {
        ["one", "two"].map {
            .init(name: $0, frontend: $0, pool: "web", frontendPort: 443, backendPort: 443)
        }
    }

    private func inventory(_ documents: [DemoDocument]) throws -> ResourceInventory {
        try ResourceInventory(
            reading: documents.map {
                ResourceDocument(source: $0.fileName, bytes: Array($0.text.utf8))
            }
        )
    }

    @Test func `the documents are valid without a warning`() throws {
        let documents = [try DemoNetwork.document(), try balancer(twoRules).document()]
        #expect(try inventory(documents).validate() == [])
    }

    @Test func `without Floating IP the documents have the error of the port used twice`() throws {
        let changed = try balancer(twoRules).withoutFloatingIP()
        let documents = [try DemoNetwork.document(), try changed.document()]
        let findings = try inventory(documents).validate()
        #expect(findings.map(\.code) == [.rulesUseSameBackendPortProtocolAndPool])
    }

    @Test func `a probe belongs to the rules that name it`() throws {
        var changed = try balancer(twoRules)
        changed.probes = [.init(name: "role", port: 8008, path: "/role", intervalSeconds: 5)]
        changed.rules[1].probe = "role"
        let documents = [try DemoNetwork.document(), try changed.document()]
        let found = try inventory(documents)
        #expect(found.validate() == [])
        let resolved = try found.resolve()
        let probe = try #require(resolved.probes.first)
        #expect(resolved.rules.map(\.probe) == [nil, probe.id])
        #expect(probe.port == 8008)
        #expect(probe.path == "/role")
        #expect(probe.interval == .seconds(5))
    }

    @Test func `an HA-ports rule takes every port`() throws {
        let rules = [DemoLoadBalancer.Rule.allPorts("all", frontend: "one", pool: "web")]
        let documents = [try DemoNetwork.document(), try balancer(rules).document()]
        let rule = try #require(try inventory(documents).resolve().rules.first)
        #expect(rule.transport == .all)
        #expect(rule.frontendPort == 0)
        #expect(rule.isFloatingIPEnabled)
    }
}
