import ArgumentParser
import NIOHTTP1
import Resources

struct ChildCreate<Kind: ChildKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "create",
            abstract: "Create a \(Kind.noun).",
            discussion: "What is not given has Azure's default."
        )
    }

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var name: NameOption
    @OptionGroup var settings: Kind.Settings
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(balancer.group.resourceGroup)
            let document = try await settings.carryOut(name.name, scope, client) {
                try await client.edit(scope.id("loadBalancers", balancer.balancer)) {
                    let context = BalancerContext(scope: scope, child: name.name, document: $0)
                    return try BalancerEdit.add(name.name, to: Kind.collection, of: $0) {
                        try settings.write(to: &$0, in: context, isNew: true)
                    }
                }
            }
            let part = try BalancerEdit.find(name.name, in: Kind.collection, of: document)
            try output.print(.one(part), Kind.columns)
        }
    }
}

struct ChildUpdate<Kind: ChildKind>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "update",
            abstract: "Change a \(Kind.noun).",
            discussion: "What is not given stays as it is."
        )
    }

    @OptionGroup var balancer: BalancerOptions
    @OptionGroup var name: NameOption
    @OptionGroup var settings: Kind.Settings
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(balancer.group.resourceGroup)
            let document = try await settings.carryOut(name.name, scope, client) {
                try await client.edit(scope.id("loadBalancers", balancer.balancer)) {
                    let context = BalancerContext(scope: scope, child: name.name, document: $0)
                    return try BalancerEdit.change(name.name, in: Kind.collection, of: $0) {
                        try settings.write(to: &$0, in: context, isNew: false)
                    }
                }
            }
            let part = try BalancerEdit.find(name.name, in: Kind.collection, of: document)
            try output.print(.one(part), Kind.columns)
        }
    }
}

extension ChildSettings {
    /// Makes what the part needs, and writes the part; what was made goes when that is refused.
    fileprivate func carryOut(
        _ name: String,
        _ scope: Scope,
        _ client: NodeClient,
        _ write: () async throws -> JSONValue
    ) async throws -> JSONValue {
        let made = try await prepare(name, scope, client)
        do {
            return try await write()
        } catch {
            if let made { _ = try await client.request(.DELETE, NodeClient.path(made)) }
            throw error
        }
    }
}
