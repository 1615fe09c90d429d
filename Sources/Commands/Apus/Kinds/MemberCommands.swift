import ArgumentParser
import NIOHTTP1
import Resources

/// `apus member`: the members of a backend pool.
struct MemberCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member",
        abstract: "List, show, create, update and delete members of a backend pool.",
        discussion: CommandExit.discussion,
        subcommands: [
            MemberList.self, MemberShow.self, MemberCreate.self, MemberUpdate.self,
            MemberDelete.self,
        ]
    )

    /// The array of a pool that holds the members.
    static let collection = LoadBalancerBackendAddress.collection

    /// The columns of tables.
    static let columns = [
        Column("name", "name"),
        Column("address", "properties.ipAddress"),
        Column("admin state", "properties.adminState"),
        Column("weight", "properties.weight"),
    ]
}

struct MemberList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the members of a backend pool."
    )

    @OptionGroup var pool: PoolOptions
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let document = try await client.request(.GET, NodeClient.path(pool.id(client)))
            let members = document.at("properties.\(MemberCommand.collection)")?.elements ?? []
            try output.print(.list(members), MemberCommand.columns)
        }
    }
}

struct MemberShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a member."
    )

    @OptionGroup var pool: PoolOptions
    @OptionGroup var name: NameOption
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let document = try await client.request(.GET, NodeClient.path(pool.id(client)))
            let member = try BalancerEdit.find(
                name.name,
                in: MemberCommand.collection,
                of: document
            )
            try output.print(.one(member), MemberCommand.columns)
        }
    }
}

struct MemberDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a member."
    )

    @OptionGroup var pool: PoolOptions
    @OptionGroup var name: NameOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            _ = try await client.edit(pool.id(client)) {
                try BalancerEdit.remove(name.name, from: MemberCommand.collection, of: $0)
            }
        }
    }
}
