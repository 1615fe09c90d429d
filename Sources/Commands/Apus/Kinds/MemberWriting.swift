import ArgumentParser
import Resources

struct MemberCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a member."
    )

    @OptionGroup var pool: PoolOptions

    @Option(help: "The address.")
    var address: String

    @Option(name: .shortAndLong, help: "The name; the address when not given.")
    var name: String?

    @OptionGroup var settings: MemberSettings
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws { if let name { try checkName(name, "--name") } }

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(pool.balancer.group.resourceGroup)
            // A name has no colons.
            let name = name ?? address.replacing(":", with: "-")
            let document = try await client.edit(pool.id(client)) {
                try BalancerEdit.add(name, to: MemberCommand.collection, of: $0) {
                    $0["ipAddress"] = .string(address)
                    settings.write(to: &$0, scope)
                }
            }
            let member = try BalancerEdit.find(name, in: MemberCommand.collection, of: document)
            try output.print(.one(member), MemberCommand.columns)
        }
    }
}

struct MemberUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a member.",
        discussion: "What is not given stays as it is."
    )

    @OptionGroup var pool: PoolOptions
    @OptionGroup var name: NameOption

    @Option(help: "The address.")
    var address: String?

    @OptionGroup var settings: MemberSettings
    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let scope = try await client.scope(pool.balancer.group.resourceGroup)
            let document = try await client.edit(pool.id(client)) {
                try BalancerEdit.change(name.name, in: MemberCommand.collection, of: $0) {
                    if let address { $0["ipAddress"] = .string(address) }
                    settings.write(to: &$0, scope)
                }
            }
            let member = try BalancerEdit.find(
                name.name,
                in: MemberCommand.collection,
                of: document
            )
            try output.print(.one(member), MemberCommand.columns)
        }
    }
}
