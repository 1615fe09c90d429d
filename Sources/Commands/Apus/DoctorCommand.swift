import ArgumentParser
import ControlPlane
import Foundation
import NIOHTTP1
import Resources

/// `apus doctor`: walks the whole way of a rule and says what is in the way.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Walk the way of a rule, frontend to guest and back, and say what is in the way.",
        discussion: """
            Each step is passed, failed or skipped, with what was seen and what mends it. Connections \
            are made through the rule, which its counters count. Ends with status 1 when a step failed.
            """
    )

    @Argument(help: "The rule, by its name or ARM id; all rules when not given.")
    var rule: String?

    @OptionGroup var output: ReportFormatOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let diagnosis = try await diagnosis()
        switch output.format {
        case .text: print(DoctorText(diagnosis).text, terminator: "")
        default:
            let data = try JSONEncoder().encode(diagnosis)
            try output.print(try JSONDecoder().decode(JSONValue.self, from: data), text: "")
        }
        if !diagnosis.isHealthy { throw ExitCode.failure }
    }

    /// By the daemon where it has an API; else this process looks itself, as root on the node.
    private func diagnosis() async throws -> Diagnosis {
        let endpoint = try await connection.resolve(ProcessInfo.processInfo.environment)
        if case .socket = endpoint, let folder = try await connection.node.read().documents {
            return try await examine(folder)
        }
        var found: Diagnosis?
        try await connection.withClient { client in
            var path = "/apus/doctor"
            if let rule {
                let encoded = rule.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
                path += "?rule=\(encoded ?? rule)"
            }
            let answer = try await client.request(.GET, path)
            found = try JSONDecoder().decode(
                Diagnosis.self,
                from: Data(JSONOutput.compact(answer).utf8)
            )
        }
        guard let found else { throw ExitCode.failure }
        return found
    }

    private func examine(_ folder: String) async throws -> Diagnosis {
        let node = try await connection.node.read()
        let report = try DaemonStatus.require(state: node.state)
        let inventory = try ResourceInventory(reading: DocumentFolder(path: folder).read())
        let doctor = Doctor(node: node, configuration: try inventory.resolve(), status: report)
        do {
            return try await doctor.examine(rule: rule)
        } catch let error as DoctorError {
            throw ValidationError("\(error)")
        }
    }
}
