import ArgumentParser
import NIOHTTP1
import Resources

/// `apus rule health`: what the probe of a rule knows of each member.
struct RuleHealth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Show the health of the members of a load balancing rule."
    )

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var name: NameOption
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    private static let columns = [
        Column("address", "ipAddress"), Column("state", "state"), Column("reason", "reason"),
        Column("floating ip", "floatingIPReadiness.state"),
        Column("to do", "floatingIPReadiness.remedy"),
    ]

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(balancer.group.resourceGroup)
            let id = scope.id(
                "loadBalancers",
                balancer.balancer,
                LoadBalancingRule.collection,
                name.name,
                "health"
            )
            let health = try await client.request(.POST, NodeClient.path(id))
            switch output.format {
            case .json, .yaml: try output.print(.one(health), [])
            case .table, .tsv:
                let members = health["loadBalancerBackendAddresses"]?.elements ?? []
                try output.print(.list(members), Self.columns)
            }
        }
    }
}
