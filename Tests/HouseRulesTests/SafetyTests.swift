import Testing

/// Code that can trap without a reason in sight is not written; executables are entry points only.
struct SafetyTests {
    private static func traps(_ source: SwiftSource) -> [Violation] {
        source.violations(of: "a trap: handle the failure, or use precondition with a reason") {
            guard $0.utf8.contains(UInt8(ascii: "!")) else { return false }
            return $0.contains(/\b(?:try|as)!/) || $0.contains(/[A-Za-z0-9_)\]}>]!(?!=)/)
        }
    }

    /// `@unchecked` with no comment that begins "Unchecked:" in the five lines above it.
    private static func uncheckedWithoutReason(_ source: SwiftSource) -> [Violation] {
        let isConcerned = source.text.contains("@unchecked") || source.text.contains("(unsafe)")
        guard isConcerned else { return [] }
        let text = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        return source.lines.enumerated().compactMap { number, line in
            guard line.contains("@unchecked") || line.contains("nonisolated(unsafe)") else {
                return nil
            }
            let above = text[max(0, number - 5)...number].joined(separator: "\n")
            let reasons = ["// Unchecked: ", "// Safe because: "]
            guard !reasons.contains(where: above.contains) else { return nil }
            let problem = "unchecked: say why in a comment above it that begins 'Unchecked:'"
            return Violation(path: source.path, line: number + 1, problem: problem)
        }
    }

    private static func moreThanAnEntryPoint(_ sources: [SwiftSource]) -> [Violation] {
        guard let source = sources.first else { return [] }
        let isEntryPoint =
            sources.count == 1 && source.lineCount < 20
            && source.lines.contains { $0.hasPrefix("@main") }
        guard !isEntryPoint else { return [] }
        let problem = "an executable holds @main in one file of less than 20 lines, nothing else"
        return [Violation(path: source.path, line: 0, problem: problem)]
    }

    @Test func `nothing traps by force`() {
        let violations = Repository.sources.flatMap(Self.traps)
        #expect(violations.isEmpty, "\(violations.list)")
    }

    @Test(arguments: ["a!", "try! f()", "a as! B", "d[\"k\"]!", "f()!.g", "var a: Int!"])
    func `a forced value is found`(text: String) {
        #expect(Self.traps(SwiftSource(path: "A.swift", text: text)).count == 1)
    }

    @Test(arguments: ["a != b", "if !a {}", "\"a!\"", "// a!", "a !== b", "a!=b"])
    func `what only looks like force is not`(text: String) {
        #expect(Self.traps(SwiftSource(path: "A.swift", text: text)).isEmpty)
    }

    @Test func `whatever the compiler does not check has its reason beside it`() {
        let violations = Repository.sources.flatMap(Self.uncheckedWithoutReason)
        #expect(violations.isEmpty, "\(violations.list)")
        let bare = SwiftSource(path: "A.swift", text: "struct A: @unchecked Sendable {}\n")
        #expect(Self.uncheckedWithoutReason(bare).count == 1)
        let reason = "// Unchecked: nothing changes it.\n"
        let explained = SwiftSource(path: "A.swift", text: reason + bare.text)
        #expect(Self.uncheckedWithoutReason(explained).isEmpty)
    }

    @Test func `executables hold their entry point only`() {
        let programs = PackageManifest.present.targets.filter { $0.kind == "program" }
        #expect(programs.count >= 4)
        for program in programs {
            let sources = Repository.sources(under: "Sources/\(program.name)")
            #expect(!sources.isEmpty, "Sources/\(program.name) has no file")
            let violations = Self.moreThanAnEntryPoint(sources)
            #expect(violations.isEmpty, "\(violations.list)")
        }
    }

    @Test func `an executable that holds more is found`() {
        let main = SwiftSource(path: "Sources/a/A.swift", text: "@main\nstruct A {}\n")
        #expect(Self.moreThanAnEntryPoint([main]).isEmpty)
        #expect(Self.moreThanAnEntryPoint([main, main]).count == 1)
        let long = SwiftSource(
            path: "Sources/a/A.swift",
            text: main.text + String(repeating: "\n", count: 20)
        )
        #expect(Self.moreThanAnEntryPoint([long]).count == 1)
    }
}
