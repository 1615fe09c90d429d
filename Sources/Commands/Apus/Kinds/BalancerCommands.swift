import ArgumentParser
import NIOHTTP1
import Resources

/// `apus lb`: load balancers.
struct BalancerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lb",
        abstract: "List, show, create, update and delete load balancers.",
        discussion: CommandExit.discussion,
        subcommands: [
            BalancerList.self, BalancerShow.self, BalancerCreate.self, BalancerUpdate.self,
            BalancerDelete.self,
        ]
    )

    /// The columns of tables.
    static let columns = [
        Column("name", "name"),
        Column("resource group") { value in
            let parts = (value["id"]?.stringValue ?? "").split(separator: "/")
            return parts.count > 3 ? String(parts[3]) : ""
        },
        .count("frontends", "properties.frontendIPConfigurations"),
        .count("pools", "properties.backendAddressPools"),
        .count("rules", "properties.loadBalancingRules"),
        Column("state", "properties.provisioningState"),
    ]
}

struct BalancerList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the load balancers of the node, or of a resource group."
    )

    @Option(name: [.customShort("g"), .long], help: "Only those of this resource group.")
    var resourceGroup: String?
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if let resourceGroup { try checkName(resourceGroup, "--resource-group") }
    }

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(resourceGroup ?? "")
            let every =
                "/subscriptions/\(scope.subscription)/providers/Microsoft.Network/loadBalancers"
            let id = resourceGroup == nil ? every : scope.id("loadBalancers")
            let list = try await client.request(.GET, NodeClient.path(id))
            try output.print(.list(list["value"]?.elements ?? []), BalancerCommand.columns)
        }
    }
}

struct BalancerShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a load balancer."
    )

    @OptionGroup var group: GroupOption
    @OptionGroup var name: NameOption
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let id = try await client.scope(group.resourceGroup).id("loadBalancers", name.name)
            let balancer = try await client.request(.GET, NodeClient.path(id))
            try output.print(.one(balancer), BalancerCommand.columns)
        }
    }
}

struct BalancerDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a load balancer with all of its parts."
    )

    @OptionGroup var group: GroupOption
    @OptionGroup var name: NameOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let id = try await client.scope(group.resourceGroup).id("loadBalancers", name.name)
            // DELETE is done also where there is nothing, which would hide a misspelled name.
            _ = try await client.request(.GET, NodeClient.path(id))
            _ = try await client.request(.DELETE, NodeClient.path(id))
        }
    }
}
