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

    @Test func `the role goes to one member alone`() throws {
        let moved = try balancer(twoRules).givingRole(to: "b2")
        let documents = [try DemoNetwork.document(), try moved.document()]
        let rule = try #require(try inventory(documents).resolve().rules.first)
        #expect(rule.members.map(\.name) == ["b1", "b2"])
        #expect(rule.members.map(\.adminState) == [.down, .up])
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
