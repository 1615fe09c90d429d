import ArgumentParser
import Foundation
import NIOHTTP1
import Resources

/// `apus export`: everything in one document.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write everything that is configured as one JSON document.",
        discussion: CommandExit.discussion
    )

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The file; standard output when not given.", valueName: "file"),
        completion: .file(extensions: ["json"])
    )
    var file: String?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withClient { client in
            let document = try await client.request(.GET, "/apus/export")
            let text = JSONOutput.pretty(document) + "\n"
            guard let file else {
                print(text, terminator: "")
                return
            }
            do {
                try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
            } catch {
                throw DocumentFileError(
                    file: file,
                    problem: "cannot be written: \(error.localizedDescription)"
                )
            }
        }
    }
}

/// `apus import`: replaces everything.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replace everything that is configured by an exported document.",
        discussion: CommandExit.discussion
    )

    @Argument(
        help: "The document; - is standard input.",
        completion: .file(extensions: ["json"])
    )
    var file: String

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard yes || (isatty(STDIN_FILENO) == 1 && file != "-") else {
            throw ValidationError("This replaces everything: give '--yes'.")
        }
    }

    func run() async throws {
        let document = try DocumentFile.read([file])
        try await connection.withClient { client in
            if !yes { try Self.ask(client.endpoint.name) }
            let answer = try await client.request(.POST, "/apus/import", body: document)
            let report = BatchReport(answer: answer)
            try output.print(answer, text: report.summary(done: true))
            try report.endIfNotCarried("written, but not carried out")
        }
    }

    private static func ask(_ endpoint: String) throws {
        let question = "Replace everything that \(endpoint) has? [y/N] "
        FileHandle.standardError.write(Data(question.utf8))
        guard ["y", "yes"].contains(readLine()?.lowercased()) else {
            FileHandle.standardError.write(Data("nothing has changed\n".utf8))
            throw ExitCode.failure
        }
    }
}
