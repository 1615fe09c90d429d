import Testing

/// Rings 0 and 1 keep to what becomes BPF; a build shows most of it, late and in other words.
struct KernelCodeTests {
    private static let folders = ["PacketFormats", "Tables", "Forwarding", "DataPlane"]

    /// What the kernel has no runtime for, beside the reason.
    private static func violations(_ source: SwiftSource) -> [Violation] {
        let lines = source.kernelLines
        let objects = source.violations(of: "a class or actor: the kernel has no heap", in: lines) {
            $0.contains(/\b(?:class|actor) [A-Z]/)
        }
        let existentials = source.violations(
            of: "an existential: the kernel has no metadata; be generic",
            in: lines
        ) { $0.contains(/\bany [A-Z]/) }
        let traps = source.violations(
            of: "arithmetic that traps: the kernel cannot; write &+= or the like",
            in: lines
        ) { $0.contains(/[A-Za-z0-9_)\]] (?:[-+*]|<<|>>)=? [A-Za-z0-9_(]/) }
        return objects + existentials + traps
    }

    @Test func `rings 0 and 1 declare nothing that the kernel lacks`() {
        let sources = folders.flatMap { Repository.sources(under: "Sources/\($0)") }
        #expect(sources.count > 20)
        let violations = sources.flatMap(Self.violations)
        #expect(violations.isEmpty, "\(violations.list)")
    }

    private let folders = Self.folders

    @Test(
        arguments: [
            "final class A {}", "actor A {}", "let a: any B", "let a = b + 1", "a += 1",
            "a << 2", "func f(_ a: some B, _ b: any C)",
        ]
    )
    func `what the kernel lacks is found`(text: String) {
        #expect(Self.violations(SwiftSource(path: "A.swift", text: text)).count == 1)
    }

    @Test(arguments: ["a &+ 1", "a &+= 1", "a &<< 2", "let a = -1", "f(a, -b)", "// any A + 1"])
    func `what the kernel has is not`(text: String) {
        #expect(Self.violations(SwiftSource(path: "A.swift", text: text)).isEmpty)
    }

    @Test func `code for user space alone is exempt`() {
        let text = """
            #if !hasFeature(Embedded)
            let a: any B
            #endif
            let c: any D
            """
        let found = Self.violations(SwiftSource(path: "A.swift", text: text))
        #expect(found.map(\.line) == [4])
    }
}
