import Foundation
import Provisioning
import Resources
import Testing

@Suite("Batches")
struct BatchTests {
    private static func document(member: String) -> String {
        let text = Site.balancer("b", member, #""privateIPAddress": "10.0.0.5""#, 80)
        return """
            {"resources": [
              {"type": "Microsoft.Network/loadBalancers", "name": "b", "apiVersion": "2025-01-01",
               "properties": \(text.replacing("NET", with: Site.network))},
              {"type": "Microsoft.Network/publicIPAddresses", "name": "p", "properties": {}}]}
            """
    }

    private func batch(_ site: Site, _ text: String, prunes: Bool = false) async throws
        -> Provisioner.Batch
    {
        try await site.provisioner.batch(
            of: JSONValue(parsing: Array(text.utf8)),
            group: "web",
            prunes: prunes
        ).batch
    }

    @Test func `A plan says what would change, and changes nothing`() async throws {
        let site = try await Site()
        defer { site.end() }
        let batch = try await batch(site, Self.document(member: "10.0.0.9"))
        let plan = try await site.provisioner.preview(batch)
        #expect(plan.changes.map(\.action) == [.create, .create])
        #expect(await site.provisioner.get(try Site.id("loadBalancers/b")) == nil)
        let written = try await site.provisioner.write(batch, by: "test")
        #expect(written.changes.map(\.action) == [.create, .create])
        let again = try await site.provisioner.preview(batch)
        #expect(again.changes.map(\.action) == [.none, .none])
    }

    @Test func `One resource that is refused refuses the whole batch`() async throws {
        let site = try await Site()
        defer { site.end() }
        let text = Self.document(member: "10.0.0.5")
        let batch = try await batch(site, text)
        let error = try await refusal { _ = try await site.provisioner.write(batch, by: "test") }
        #expect(error.code == "BackendAddressIsFrontendAddress")
        #expect(await site.provisioner.get(try Site.id("publicIPAddresses/p")) == nil)
    }

    @Test func `Pruning removes what the document does not name`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let batch = try await batch(site, Self.document(member: "10.0.0.9"), prunes: true)
        let answer = try await site.provisioner.write(batch, by: "test")
        #expect(Set(answer.changes.map(\.action)) == [.create, .delete])
        #expect(await site.provisioner.get(try Site.id("virtualNetworks/v")) == nil)
    }

    @Test func `An export is imported by another node as if it were its own`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        _ = try await site.putBalancer("b", member: "10.0.0.9")
        let export = await site.provisioner.exported
        let text = String(decoding: try JSONEncoder().encode(export), as: UTF8.self)
        let other = try await Site()
        defer { other.end() }
        try await other.put("publicIPAddresses/gone", "{}")
        let foreign = text.replacing(
            Site.subscription,
            with: "99999999-0000-0000-0000-000000000000"
        )
        _ = try await other.provisioner.importDocument(
            JSONValue(parsing: Array(foreign.utf8)),
            by: "test"
        )
        #expect(await other.provisioner.exported == export)
    }
}
