import ArgumentParser
import Resources

/// `apus pool`.
enum PoolKind: ChildKind {
    static let word = "pool"
    static let noun = "backend pool"
    static let collection = BackendAddressPool.collection
    static let columns = [
        Column("name", "name"),
        .count("members", "properties.loadBalancerBackendAddresses"),
        Column("drain seconds", "properties.drainPeriodInSeconds"),
        .names("rules", "properties.loadBalancingRules"),
    ]
}

extension PoolKind {
    /// The options of a backend pool.
    struct Settings: ChildSettings {
        @Option(help: "How long flows of a member that leaves go on, in seconds.")
        var drainPeriod: Int?

        @Option(help: "The virtual network of the members, by name or id.")
        var vnet: String?

        func write(
            to properties: inout JSONValue,
            in balancer: BalancerContext,
            isNew: Bool
        ) throws {
            var writer = SettingsWriter(balancer, isNew: isNew)
            writer.number("drainPeriodInSeconds", drainPeriod)
            if let vnet {
                let id = balancer.scope.id("virtualNetworks", named: vnet)
                writer.value("virtualNetwork", .object(["id": .string(id)]))
            }
            writer.finish(&properties)
        }
    }
}
