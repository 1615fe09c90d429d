import Testing

/// Files and functions stay small; tried on the whole repository, and on text that is too long.
struct SizeTests {
    private static let fileLimit = 400
    private static let functionLimit = 70
    private static let headerLimit = 100

    /// Files that may be longer, each with its length and a reason; the list may only shrink.
    private static let longFiles: [String: Int] = [:]

    private static func longFile(_ path: String, _ lines: Int) -> Violation? {
        let limit = longFiles[path] ?? fileLimit
        guard lines > limit else { return nil }
        return Violation(path: path, line: 0, problem: "\(lines) lines, at most \(limit): split it")
    }

    private static func longFunctions(_ source: SwiftSource) -> [Violation] {
        FunctionLength.all(in: source).filter { $0.count > functionLimit }.map {
            let problem = "a function of \($0.count) lines, at most \(functionLimit): split it"
            return Violation(path: source.path, line: $0.line, problem: problem)
        }
    }

    @Test func `no file is longer than 400 lines`() {
        let violations = Repository.sources.compactMap { Self.longFile($0.path, $0.lineCount) }
        #expect(violations.isEmpty, "\(violations.list)")
        #expect(Self.longFile("Sources/A/A.swift", 400) == nil)
        #expect(Self.longFile("Sources/A/A.swift", 401) != nil)
    }

    @Test func `a file that has become shorter leaves the list of long files`() {
        for (path, lines) in Self.longFiles {
            let present = Repository.sources.first { $0.path == path }?.lineCount ?? 0
            #expect(present == lines && lines > Self.fileLimit, "\(path) has \(present) lines")
        }
    }

    @Test func `no function is longer than 70 lines`() {
        let violations = Repository.sources.flatMap(Self.longFunctions)
        #expect(violations.isEmpty, "\(violations.list)")
    }

    @Test(arguments: ["func f()", "init?(_ x: Int)", "var x: Int", "subscript(i: Int) -> Int"])
    func `a function of 71 lines is found`(declaration: String) {
        func text(_ lines: Int) -> String {
            let body = String(repeating: "    // }\n", count: lines - 2)
            return "struct S {\n\(declaration) {\n\(body)}\n}\n"
        }
        #expect(Self.longFunctions(SwiftSource(path: "S.swift", text: text(70))).isEmpty)
        let found = Self.longFunctions(SwiftSource(path: "S.swift", text: text(71)))
        #expect(found.map(\.line) == [2])
    }

    @Test func `every function of the repository is seen`() {
        // Hundreds of functions pass: were the scanner blind, the rule above could not fail.
        let count = Repository.sources.map { FunctionLength.all(in: $0).count }.reduce(0, +)
        #expect(count > 700)
    }

    @Test func `the only C is thin headers`() {
        let compiled = [".c", ".cc", ".cpp", ".m", ".s", ".S", ".o", ".a", ".so"]
        let found = Repository.paths.filter { path in compiled.contains { path.hasSuffix($0) } }
        #expect(found.isEmpty, "write it in Swift: \(found)")
        for path in Repository.paths where path.hasSuffix(".h") {
            let lines = Repository.text(of: path).split(separator: "\n").count
            #expect(lines <= Self.headerLimit, "\(path) has \(lines) lines")
        }
    }
}
