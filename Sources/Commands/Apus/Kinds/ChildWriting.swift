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
            try await ChildWriting<Kind>(balancer: balancer, name: name.name, settings: settings)
                .write(isNew: true, client, output)
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
            try await ChildWriting<Kind>(balancer: balancer, name: name.name, settings: settings)
                .write(isNew: false, client, output)
        }
    }
}

/// What creating and updating a part have in common: all but whether the part may be there.
private struct ChildWriting<Kind: ChildKind> {
    let balancer: BalancerOptions
    let name: String
    let settings: Kind.Settings

    /// Writes the part, and prints what it has become.
    func write(isNew: Bool, _ client: NodeClient, _ output: OutputOption) async throws {
        let scope = try await client.scope(balancer.group.resourceGroup)
        let document = try await settings.carryOut(name, scope, client) {
            try await client.edit(scope.id("loadBalancers", balancer.balancer)) { document in
                let context = BalancerContext(scope: scope, child: name, document: document)
                let edit = isNew ? BalancerEdit.add : BalancerEdit.change
                return try edit(name, Kind.collection, document) {
                    try settings.write(to: &$0, in: context, isNew: isNew)
                }
            }
        }
        let part = try BalancerEdit.find(name, in: Kind.collection, of: document)
        try output.print(.one(part), Kind.columns)
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
