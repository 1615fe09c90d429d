import Addresses
import Foundation
import Provisioning
import Resources
import Testing

@Suite("Carrying out")
struct CarryingTests {
    private func state(_ site: Site, _ name: String) async throws -> String? {
        let json = await site.provisioner.get(try Site.id("loadBalancers/\(name)"))
        return json?.at("properties/provisioningState")?.stringValue
    }

    @Test func `What the data plane refuses is stored as failed, and does not stop others`()
        async throws
    {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let member = try #require(IPAddress("10.0.0.66"))
        _ = try await site.putBalancer("a", member: "10.0.0.9")
        site.carrier.setUnreachable([member])
        let failed = try await site.putBalancer("a", member: "10.0.0.66")
        #expect(failed.failure?.code == "BackendAddressNotReachable")
        #expect(try await state(site, "a") == "Failed")
        let other = try await site.putBalancer("b", member: "10.0.0.10")
        #expect(other.failure == nil)
        #expect(try await state(site, "b") == "Succeeded")
        #expect(try await state(site, "a") == "Failed")
        // What the data plane had of the failed one is still there.
        let members = site.carrier.carried.last?.rules.flatMap(\.members).map(\.address.description)
        #expect(members?.sorted() == ["10.0.0.10", "10.0.0.9"])
        site.carrier.setUnreachable([])
        await site.provisioner.retry()
        #expect(try await state(site, "a") == "Succeeded")
        let healed = site.carrier.carried.last?.rules.flatMap(\.members).map(\.address.description)
        #expect(healed?.sorted() == ["10.0.0.10", "10.0.0.66"])
    }

    @Test func `A daemon that starts again carries what was stored, with the same version marks`()
        async throws
    {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        let before = try await site.putBalancer("a", member: "10.0.0.9")
        site.carrier.setUnreachable([try #require(IPAddress("10.0.0.66"))])
        _ = try await site.putBalancer("b", member: "10.0.0.66")
        let next = try await Site(in: site.folder)
        #expect(await next.provisioner.get(try Site.id("loadBalancers/a")) == before.json)
        #expect(next.carrier.carried.last?.rules.count == 1)
        #expect(try await state(next, "b") == "Failed")
        await next.provisioner.retry()
        #expect(try await state(next, "b") == "Succeeded")
        #expect(next.carrier.carried.last?.rules.count == 2)
    }

    @Test func `A change that means nothing to the data plane is not carried again`() async throws {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        _ = try await site.putBalancer("a", member: "10.0.0.9")
        let count = site.carrier.carried.count
        _ = try await site.provisioner.patch(
            Site.id("loadBalancers/a"),
            tags: ["owner": "web"],
            by: "test"
        )
        #expect(site.carrier.carried.count == count)
    }

    @Test func `Changes that come at once are all carried out, each on the ground of the others`()
        async throws
    {
        let site = try await Site()
        defer { site.end() }
        try await site.putNetwork()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    _ = try await site.putBalancer("b\(number)", member: "10.0.0.\(200 + number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(site.carrier.carried.last?.frontends.count == 20)
        let addresses = Set(site.carrier.carried.last?.frontends.map(\.address) ?? [])
        #expect(addresses.count == 20)
    }
}
