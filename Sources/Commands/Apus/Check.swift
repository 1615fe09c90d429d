import ArgumentParser
import ControlPlane
import Resources

/// `apus check FILE...`: says what is wrong with documents, and touches nothing.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with ARM documents, without touching anything.",
        discussion: "Ends with status 1 when a document would be refused."
    )

    @Argument(
        help: "ARM documents (JSON), checked together.",
        completion: .file(extensions: ["json"])
    )
    var files: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let documents = try files.map { try DocumentFolder.read(file: $0) }
        // What cannot be read at all is no finding: it goes to standard error, also beside JSON.
        let inventory = try ResourceInventory(reading: documents)
        let report = FindingReport(inventory.validate())
        print(try json ? report.json() : report.text, terminator: json ? "\n" : "")
        if report.errorCount > 0 { throw ExitCode.failure }
    }
}
