import ArgumentParser
import NIOHTTP1
import Resources

/// `apus KIND`: the commands of one kind of part.
struct ChildCommand<Kind: ChildKind>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Kind.word,
            abstract: "List, show, create, update and delete \(Kind.noun)s of a load balancer.",
            discussion: CommandExit.discussion,
            subcommands: [
                ChildList<Kind>.self, ChildShow<Kind>.self, ChildCreate<Kind>.self,
                ChildUpdate<Kind>.self, ChildDelete<Kind>.self,
            ] + Kind.further
        )
    }
}

struct ChildList<Kind: ChildKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: "List the \(Kind.noun)s of a load balancer."
        )
    }

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let document = try await client.balancer(balancer)
            let parts = document.at("properties.\(Kind.collection)")?.elements ?? []
            try output.print(.list(parts), Kind.columns)
        }
    }
}

struct ChildShow<Kind: ChildKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Show a \(Kind.noun).")
    }

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var name: NameOption
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let document = try await client.balancer(balancer)
            let part = try BalancerEdit.find(name.name, in: Kind.collection, of: document)
            try output.print(.one(part), Kind.columns)
        }
    }
}

struct ChildDelete<Kind: ChildKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "delete", abstract: "Delete a \(Kind.noun).")
    }

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var name: NameOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(balancer.group.resourceGroup)
            _ = try await client.edit(scope.id("loadBalancers", balancer.balancer)) {
                try BalancerEdit.remove(name.name, from: Kind.collection, of: $0)
            }
        }
    }
}

extension NodeClient {
    /// The load balancer that options name.
    func balancer(_ options: BalancerOptions) async throws -> JSONValue {
        let scope = try await scope(options.group.resourceGroup)
        return try await request(.GET, Self.path(scope.id("loadBalancers", options.balancer)))
    }
}
