import Testing

/// Names say what a thing is, and texts speak of the project alone.
struct WordingTests {
    private static let emptyEndings = [
        "Manager", "Helper", "Util", "Utils", "Utilities", "Info", "Data",
    ]
    private static let kinds = [
        "class", "struct", "enum", "protocol", "actor", "typealias",
    ]

    private static func emptyNames(_ source: SwiftSource) -> [Violation] {
        source.violations(of: "a name that says nothing: call it what it is") { line in
            let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
            return zip(words, words.dropFirst()).contains { kind, name in
                kinds.contains(String(kind)) && emptyEndings.contains { name.hasSuffix($0) }
            }
        }
    }

    /// Folders of one machine; written in parts, so that this file is not found itself.
    private static let machinePaths = ["/" + "work/", "/" + "home/", "/" + "Users/"]

    private static func machinePaths(_ path: String, _ text: String) -> [Violation] {
        lines(of: text, with: machinePaths).map { number, _ in
            Violation(path: path, line: number, problem: "this folder is on one machine only")
        }
    }

    /// Reminders in comments, written in parts for the same reason.
    private static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]

    private static func reminders(_ path: String, _ text: String) -> [Violation] {
        let problem = "a reminder without the number of an issue, as in (#12)"
        return lines(of: text, with: reminders).filter { !$0.line.contains(/\(#[0-9]+\)/) }
            .map { Violation(path: path, line: $0.number, problem: problem) }
    }

    private static func lines(
        of text: String,
        with words: [String]
    ) -> [(number: Int, line: Substring)] {
        // Few files have any, and whole files are searched faster than lines.
        guard words.contains(where: { text.contains($0) }) else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { _, line in words.contains { line.contains($0) } }
            .map { ($0.offset + 1, $0.element) }
    }

    @Test func `no type is named after nothing`() {
        let violations = Repository.sources.flatMap(Self.emptyNames)
        #expect(violations.isEmpty, "\(violations.list)")
    }

    @Test(arguments: ["struct PoolManager {}", "enum Util {}", "typealias RuleInfo = Rule"])
    func `an empty name is found`(text: String) {
        #expect(Self.emptyNames(SwiftSource(path: "A.swift", text: text)).count == 1)
        #expect(Self.emptyNames(SwiftSource(path: "A.swift", text: "struct DataPlane {}")).isEmpty)
    }

    @Test func `no file names a folder of one machine`() {
        let violations = Repository.paths.flatMap {
            Self.machinePaths($0, Repository.text(of: $0))
        }
        #expect(violations.isEmpty, "\(violations.list)")
        #expect(Self.machinePaths("A.md", "see /" + "home/me/a.txt").map(\.line) == [1])
        #expect(Self.machinePaths("A.md", "see /etc/apus/node.yaml").isEmpty)
    }

    @Test func `every reminder has an issue`() {
        let violations = Repository.paths.flatMap { Self.reminders($0, Repository.text(of: $0)) }
        #expect(violations.isEmpty, "\(violations.list)")
        #expect(Self.reminders("A.swift", "// TO" + "DO: later").count == 1)
        #expect(Self.reminders("A.swift", "// TO" + "DO (#7): later").isEmpty)
    }

    @Test func `every link between documents leads to a file`() {
        for path in Repository.paths where path.hasSuffix(".md") {
            let folder = path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
            for match in Repository.text(of: path).matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
                let target = folder + match.1
                #expect(Self.exists(target), "\(path) links to \(match.1), which is not there")
            }
        }
        #expect(!Self.exists("Documentation/nothing.md"))
    }

    private static func exists(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        return Repository.names(in: parts.dropLast().joined(separator: "/"))
            .contains(parts.last ?? "")
    }
}
