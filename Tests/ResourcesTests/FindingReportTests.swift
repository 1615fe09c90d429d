import Foundation
import Resources
import Testing

struct FindingReportTests {
    private let findings = [
        ValidationFinding(
            code: .floatingIPChangesPort,
            message: "One.",
            target: "/one",
            source: "b.json"
        ),
        ValidationFinding(
            code: .portOutOfRange,
            message: "Two.",
            target: "/two",
            source: "b.json"
        ),
        ValidationFinding(
            code: .invalidProbe,
            message: "Three.",
            target: "/three",
            source: "a.json"
        ),
    ]

    @Test func `people read findings by document with errors first and what to do`() {
        #expect(
            FindingReport(findings).text == """
                a.json
                  error InvalidProbe
                    Three.
                    at: /three
                    do: Correct the member that the message names.

                b.json
                  error PortOutOfRange
                    Two.
                    at: /two
                    do: Choose a port in the range that the message names.
                  warning FloatingIPChangesPort
                    One.
                    at: /one
                    do: Use the same port on both sides, or route the members' replies through the \
                node.

                2 errors, 1 warning.

                """
        )
    }

    @Test func `without findings the report says so`() {
        #expect(FindingReport([]).text == "No errors, no warnings.\n")
    }

    @Test func `programs read the same findings and their counts`() throws {
        let text = try FindingReport(findings).json()
        let report = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        guard case .object(let object) = report, case .array(let list) = object["findings"],
            case .object(let first) = list.first
        else {
            Issue.record("the report is not an object with findings: \(text)")
            return
        }
        #expect(object["errors"] == .integer(2))
        #expect(object["warnings"] == .integer(1))
        #expect(list.count == 3)
        #expect(first["code"] == .string("FloatingIPChangesPort"))
        #expect(first["severity"] == .string("warning"))
        #expect(first["target"] == .string("/one"))
    }

    @Test(arguments: ValidationCode.allCases)
    func `every code says what to do`(code: ValidationCode) {
        #expect(code.remedy.hasSuffix("."))
    }

    @Test(arguments: ValidationCode.allCases)
    func `the documentation lists every code with its severity`(code: ValidationCode) throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appending(path: "Documentation/configuration-documents.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let row = text.split(separator: "\n").first { $0.hasPrefix("| `\(code.rawValue)` |") }
        let line = try #require(row, "no row for \(code.rawValue)")
        #expect(line.hasSuffix("| \(code.severity.rawValue) |"))
    }
}
