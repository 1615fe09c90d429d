import Resources
import Testing

@testable import Benchmark

/// The documents that the health family's nodes follow.
struct HealthDocumentTests {
    @Test func `rules share pools and probe, three a frontend`() throws {
        let document = HealthDocument(
            pools: [["10.80.16.1", "10.80.16.2"], ["10.80.17.1"]],
            rulesPerPool: 3,
            frontends: ["10.80.200.1", "10.80.200.2"],
            probePort: 8080,
            isHTTP: true,
            threshold: 2
        )
        let inventory = try ResourceInventory(
            reading: [ResourceDocument(source: "balancer.json", bytes: Array(document.json.utf8))]
        )
        #expect(inventory.validate().filter { $0.severity == .error }.isEmpty)
        let configuration = try inventory.resolve()
        #expect(configuration.rules.count == 6)
        #expect(configuration.probes.map(\.members.count) == [3])
        #expect(configuration.probes.map(\.threshold) == [2])
        #expect(configuration.probes.map(\.interval) == [.seconds(5)])
        #expect(configuration.rules.allSatisfy { $0.isFloatingIPEnabled && $0.probe != nil })
    }
}
