import Foundation

/// Findings as people and as programs read them.
public struct FindingReport: Hashable, Sendable {
    /// The findings in the order in which they are shown within each document.
    public let findings: [ValidationFinding]

    /// Makes a report of findings.
    public init(_ findings: [ValidationFinding]) {
        self.findings = findings
    }

    /// How many findings refuse the configuration.
    public var errorCount: Int { findings.count { $0.severity == .error } }

    /// How many findings do not.
    public var warningCount: Int { findings.count - errorCount }

    /// The report for people: by document, errors first, each with what to do, and a count at the
    /// end.
    public var text: String {
        let sources = Dictionary(grouping: findings, by: \.source).sorted { $0.key < $1.key }
        let blocks = sources.map { source, findings in
            let errors = findings.filter { $0.severity == .error }
            let warnings = findings.filter { $0.severity == .warning }
            return ([source] + (errors + warnings).map(Self.text)).joined(separator: "\n")
        }
        return (blocks + [summary]).joined(separator: "\n\n") + "\n"
    }

    private var summary: String {
        guard !findings.isEmpty else { return "No errors, no warnings." }
        return "\(Self.count(errorCount, "error")), \(Self.count(warningCount, "warning"))."
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
    }

    private static func text(_ finding: ValidationFinding) -> String {
        """
          \(finding.severity.rawValue) \(finding.code.rawValue)
            \(finding.message)
            at: \(finding.target)
            do: \(finding.code.remedy)
        """
    }

    /// The report for programs: an object with `errors`, `warnings` (counts) and `findings`.
    public func json() throws -> String {
        let elements = findings.map { finding in
            JSONValue.members([
                ("severity", .string(finding.severity.rawValue)),
                ("code", .string(finding.code.rawValue)),
                ("message", .string(finding.message)),
                ("target", .string(finding.target)),
                ("source", .string(finding.source)),
                ("remedy", .string(finding.code.remedy)),
            ])
        }
        let report = JSONValue.members([
            ("errors", .integer(errorCount)),
            ("warnings", .integer(warningCount)),
            ("findings", .array(elements)),
        ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
