import ArgumentParser
import NIOHTTP1
import Resources

/// The tags of a resource, as options give them.
struct TagOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Tags as key=value; \"\" takes all away.", valueName: "key=value")
    )
    var tags: [String] = []

    func validate() throws {
        for tag in tags where !tag.isEmpty && (!tag.contains("=") || tag.hasPrefix("=")) {
            throw ValidationError("'--tags' has '\(tag.prefix(60))', expected key=value.")
        }
    }

    /// The tags as JSON; `nil` when the option was not given.
    var json: JSONValue? {
        guard !tags.isEmpty else { return nil }
        var members: [String: JSONValue] = [:]
        for tag in tags where !tag.isEmpty {
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            members[String(parts[0])] = .string(String(parts[1]))
        }
        return .object(members)
    }
}

struct BalancerCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an empty load balancer, and its resource group if need be."
    )

    @OptionGroup var group: GroupOption
    @OptionGroup var name: NameOption

    @Option(help: "Standard or Gateway.", completion: .list(["Standard", "Gateway"]))
    var sku = "Standard"

    @OptionGroup var tags: TagOptions
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(group.resourceGroup)
            try await client.makeGroup(scope)
            let body = JSONValue.members([
                ("sku", .object(["name": .string(sku)])), ("tags", tags.json),
            ])
            let made = try await client.create(scope.id("loadBalancers", name.name), body)
            try output.print(.one(made), BalancerCommand.columns)
        }
    }
}

struct BalancerUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change the tags of a load balancer.",
        discussion: "Its parts have commands of their own."
    )

    @OptionGroup var group: GroupOption
    @OptionGroup var name: NameOption
    @OptionGroup var tags: TagOptions
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard tags.json != nil else { throw ValidationError("Nothing to change: give '--tags'.") }
    }

    func run() async throws {
        try await connection.withClient { client in
            let id = try await client.scope(group.resourceGroup).id("loadBalancers", name.name)
            let changed = try await client.edit(id) {
                var balancer = $0
                balancer["tags"] = tags.json
                return balancer
            }
            try output.print(.one(changed), BalancerCommand.columns)
        }
    }
}

extension NodeClient {
    /// Makes a resource group where there is none.
    fileprivate func makeGroup(_ scope: Scope) async throws {
        let path = Self.path(scope.groupID)
        do {
            _ = try await request(.GET, path)
        } catch NodeClientError.refused(404, _) {
            let status = try await request(.GET, "/apus/status")
            let location = status["location"] ?? .string("local")
            _ = try await request(.PUT, path, body: .object(["location": location]))
        }
    }
}
