import ArgumentParser
import Foundation
import Resources

/// `apus apply`: writes documents.
struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the resources of documents: all of them or, when one is refused, none.",
        discussion: CommandExit.discussion
    )

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let report = try await documents.send("apply", client)
            try output.print(report.answer, text: report.summary(done: true))
            try report.endIfNotCarried("written, but not carried out")
        }
    }
}

/// `apus diff`: says what `apply` would change.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what apply would change, property by property.",
        discussion: "Ends with status 1 when something would change."
    )

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let report = try await documents.send("plan", client)
            try output.print(report.answer, text: report.difference())
            try report.endIfNotCarried("would not be carried out")
            if report.hasChanges { throw ExitCode.failure }
        }
    }
}

/// `apus plan`: says what `apply` would change, also in the tables.
struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what apply would change, and how many flows would meet another member.",
        discussion: """
            Flows that are established stay where they are, also when their slot moves; what is \
            counted is where new flows go.
            """
    )

    @OptionGroup var documents: DocumentOptions
    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let report = try await documents.send("plan", client)
            try output.print(
                report.answer,
                text: report.summary(done: false) + report.tables()
            )
            try report.endIfNotCarried("would not be carried out")
        }
    }
}

extension BatchReport {
    /// Ends the command with an error when the data plane does not carry the configuration.
    func endIfNotCarried(_ what: String) throws {
        guard let failure else { return }
        FileHandle.standardError.write(Data("Error: \(what): \(failure)\n".utf8))
        throw CommandExit.refused.code
    }
}
