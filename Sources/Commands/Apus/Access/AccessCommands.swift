import Access
import ArgumentParser
import NIOHTTP1
import Resources

/// `apus access`: who may use the API from elsewhere.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Give access to the API and take it away (root on the node).",
        subcommands: [AccessCreate.self, AccessList.self, AccessRevoke.self]
    )

    static let columns = [
        Column("name", "name"), Column("role", "role"), Column("client id", "clientId"),
        Column("expires", "expires"),
    ]
}

extension Role: ExpressibleByArgument {}

/// `apus access create`: gives access, and prints what to sign in with.
struct AccessCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Give access, and print what to sign in with; the secret is shown this once.",
        discussion: """
            With -o json: endpoint, caFile, subscriptionId, tenantId, clientId and clientSecret, as \
            az login and azure-identity take them.
            """
    )

    @Argument(help: "The name: 1 to 64 letters, digits, '-', '_' and '.'.")
    var name: String

    @Option(help: "reader, or contributor for who may change things.")
    var role = Role.reader

    @Option(help: "After how many days it ends; never when not given.")
    var days: Int?

    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    private static let columns = [
        Column("name", "name"), Column("role", "role"), Column("endpoint", "endpoint"),
        Column("tenant id", "tenantId"), Column("client id", "clientId"),
        Column("client secret", "clientSecret"),
    ]

    func run() async throws {
        try await connection.withClient { client in
            let body = JSONValue.members([
                ("name", .string(name)), ("role", .string(role.rawValue)),
                ("days", days.map(JSONValue.integer)),
            ])
            let made = try await client.request(.POST, "/apus/access", body: body)
            try output.print(.one(made), Self.columns)
        }
    }
}

/// `apus access list`: who has access.
struct AccessList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who has access."
    )

    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let list = try await client.request(.GET, "/apus/access")
            try output.print(.list(list["value"]?.elements ?? []), AccessCommand.columns)
        }
    }
}

/// `apus access revoke`: takes access away.
struct AccessRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take access away; its tokens end at once."
    )

    @Argument(help: "The name.")
    var name: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            _ = try await client.request(.DELETE, "/apus/access/\(AccessPath.segment(name))")
        }
    }
}

/// `apus token`: a bearer token.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a bearer token for who has access (root on the node)."
    )

    @Option(help: "The name that the access was given.")
    var name: String

    @Option(help: "After how many minutes it ends, at most 1440.")
    var minutes = 60

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let answer = try await client.request(
                .POST,
                "/apus/access/\(AccessPath.segment(name))/token",
                body: .object(["minutes": .integer(minutes)])
            )
            print(answer["token"]?.stringValue ?? "")
        }
    }
}
