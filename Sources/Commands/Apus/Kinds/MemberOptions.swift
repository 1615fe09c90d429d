import ArgumentParser
import Resources

/// The options that name a backend pool whose members a command is about.
struct PoolOptions: ParsableArguments {
    @OptionGroup var balancer: BalancerOptions

    @Option(help: "The backend pool.")
    var pool: String

    func validate() throws { try checkName(pool, "--pool") }

    /// The pool's id.
    func id(_ client: NodeClient) async throws -> String {
        try await client.scope(balancer.group.resourceGroup)
            .id("loadBalancers", balancer.balancer, BackendAddressPool.collection, pool)
    }
}

/// The options that say what a member is like.
struct MemberSettings: ParsableArguments {
    @Option(
        help: "None, Up or Down: what goes before the probe.",
        completion: .list(["None", "Up", "Down"])
    )
    var adminState: String?

    @Option(help: "Its share of new flows beside other members', from 1 to 100.")
    var weight: Int?

    @Option(help: "The virtual network of the address, by name or id.")
    var vnet: String?

    /// Writes what was given into a member's properties.
    func write(to properties: inout JSONValue, _ scope: Scope) {
        if let adminState { properties["adminState"] = .string(adminState) }
        if let weight { properties["weight"] = .integer(weight) }
        if let vnet {
            let id = scope.id("virtualNetworks", named: vnet)
            properties["virtualNetwork"] = .object(["id": .string(id)])
        }
    }
}
