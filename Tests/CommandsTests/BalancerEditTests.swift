import Resources
import Testing

@testable import Commands

/// Changes of one part of a load balancer's document.
struct BalancerEditTests {
    private let balancer = JSONValue.object([
        "id": .string("/lb"), "etag": .string("1"),
        "properties": .object([
            "probes": .array([
                .object([
                    "name": .string("Alive"), "kept": .bool(true),
                    "properties": .object(["port": .integer(80), "path": .string("/")]),
                ])
            ]),
            "other": .string("stays"),
        ]),
    ])

    @Test func `a part is added and all else stays`() throws {
        let changed = try BalancerEdit.add("new", to: "probes", of: balancer) {
            $0["port"] = .integer(81)
        }
        #expect(
            try BalancerEdit.find("new", in: "probes", of: changed)["properties"]?["port"]
                == .integer(81)
        )
        #expect(try BalancerEdit.remove("new", from: "probes", of: changed) == balancer)
        let first = try BalancerEdit.add("rule", to: "rules", of: balancer) { _ in }
        #expect(first.at("properties.rules")?.elements.count == 1)
    }

    @Test func `a change touches what was given alone, and names have no case`() throws {
        let changed = try BalancerEdit.change("ALIVE", in: "probes", of: balancer) {
            $0["port"] = .integer(81)
        }
        let part = try BalancerEdit.find("alive", in: "probes", of: changed)
        #expect(part["kept"] == .bool(true))
        #expect(part["properties"] == .object(["port": .integer(81), "path": .string("/")]))
        #expect(changed["etag"] == .string("1"))
        #expect(changed.at("properties.other") == .string("stays"))
    }

    @Test func `a part that is there is not added, and one that is not is not changed`() throws {
        func exit(_ body: () throws -> JSONValue) throws -> CommandExit {
            try #require(throws: NodeClientError.self) { try body() }.exitCode
        }
        #expect(
            try exit { try BalancerEdit.add("alive", to: "probes", of: balancer) { _ in } }
                == .refused
        )
        #expect(
            try exit { try BalancerEdit.change("x", in: "probes", of: balancer) { _ in } }
                == .notFound
        )
        #expect(try exit { try BalancerEdit.remove("x", from: "none", of: balancer) } == .notFound)
    }

    @Test func `what is not given refers to the only part there is`() throws {
        let scope = Scope(subscription: "s", group: "g")
        let context = BalancerContext(scope: scope, child: "r", document: balancer)
        #expect(context.only("probes") == nil, "it has no id")
        let id = JSONValue.object(["id": .string("/lb/probes/p")])
        var document = balancer
        document["properties"] = .object(["probes": .array([id])])
        let other = BalancerContext(scope: scope, child: "r", document: document)
        #expect(other.only("probes") == id)
        #expect(other.reference("probes", "p") == id)
        #expect(other.reference("probes", "/else") == .object(["id": .string("/else")]))

        var made = JSONValue.object([:])
        var writer = SettingsWriter(other, isNew: true)
        writer.reference("probe", nil, "probes")
        writer.remove("gone")
        writer.finish(&made)
        #expect(made == .object(["probe": id]))
        var updated = JSONValue.object(["gone": .null, "kept": .bool(true)])
        writer = SettingsWriter(other, isNew: false)
        writer.reference("probe", nil, "probes")
        writer.remove("gone")
        writer.finish(&updated)
        #expect(updated == .object(["kept": .bool(true)]))
    }
}
