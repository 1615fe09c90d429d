import ArgumentParser
import Foundation
import NIOHTTP1
import Resources

/// The options of the commands that take whole documents.
struct DocumentOptions: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "A document, JSON or YAML; - is standard input. May be repeated.",
            discussion: """
                One resource or several, a list, or an ARM template as Bicep compiles it.
                """
        ),
        completion: .file(extensions: ["json", "yaml", "yml"])
    )
    var files: [String]

    @Option(
        name: [.customShort("p"), .customLong("parameter")],
        help: ArgumentHelp(
            "A template's parameter; its value is JSON, or else a text. May be repeated.",
            valueName: "name=value"
        )
    )
    var parameters: [String] = []

    @Option(
        name: [.customShort("g"), .long],
        help: "The group of resources that name none; it is made if need be."
    )
    var resourceGroup = "default"

    @Flag(help: "Delete what the documents do not have from the groups that they name.")
    var prune = false

    func validate() throws {
        try checkName(resourceGroup, "--resource-group")
        guard files.count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input can be read once: give '-f -' once.")
        }
        if let wrong = parameters.first(where: { !$0.dropFirst().contains("=") }) {
            throw ValidationError("'\(wrong)' should be as in '--parameter name=value'.")
        }
    }

    private var parameterValues: [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for parameter in parameters {
            let parts = parameter.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let text = String(parts.last ?? "")
            let value = (try? JSONValue(parsing: Array(text.utf8))) ?? .string(text)
            values[String(parts.first ?? "")] = .object(["value": value])
        }
        return values
    }

    /// Sends the documents to be written or only planned.
    func send(_ mode: String, _ client: NodeClient) async throws -> BatchReport {
        var document = try DocumentFile.read(files)
        if !parameters.isEmpty {
            document = .object(["template": document, "parameters": .object(parameterValues)])
        }
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        let group = resourceGroup.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        let path = "/apus/apply?mode=\(mode)&prune=\(prune)&resourceGroup=\(group)"
        return BatchReport(answer: try await client.request(.POST, path, body: document))
    }
}

/// The option that chooses between text for people and the daemon's answer.
struct ReportFormatOption: ParsableArguments {
    /// How a report is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, yaml
    }

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("text, json or yaml.", valueName: "format")
    )
    var format = Format.text

    /// Prints the answer whole, or the text.
    func print(_ answer: JSONValue, text: @autoclosure () -> String) throws {
        switch format {
        case .text: Swift.print(text(), terminator: "")
        case .json: Swift.print(JSONOutput.pretty(answer))
        case .yaml: Swift.print(try YAMLOutput.text(answer), terminator: "")
        }
    }
}
