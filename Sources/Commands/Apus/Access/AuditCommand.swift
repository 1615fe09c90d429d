import ArgumentParser
import NIOHTTP1
import Resources

/// `apus audit`: who changed what, when.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show who changed what, when; latest first.",
        discussion: "With -o json also what was there before and after."
    )

    @Option(help: "How many changes, at most 1000.")
    var limit = 20

    @OptionGroup var output: OutputOption
    @OptionGroup var connection: ConnectionOptions

    private static let columns = [
        Column("time", "time"), Column("who", "principal"), Column("action", "action"),
        Column("resource", "resource"),
    ]

    func run() async throws {
        try await connection.withClient { client in
            let log = try await client.request(.GET, "/apus/audit?limit=\(limit)")
            try output.print(.list(log["value"]?.elements ?? []), Self.columns)
        }
    }
}
