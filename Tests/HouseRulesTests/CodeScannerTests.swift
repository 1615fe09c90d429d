import Testing

/// The other rules stand on the scanner: what it blanks, and what it must not.
struct CodeScannerTests {
    private func code(_ text: String) -> String {
        String(decoding: CodeScanner.code(of: text), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"),
            ("a \"{\" b", "a     b"), ("a \"\\\"{\" b", "a       b"),
            ("a #\"\"{\"# b", "a        b"), ("a \"\"\"\n{\"\n\"\"\" b", "a    \n  \n    b"),
            ("\"x\\(y! + f(\"{\"))z\"", "    y! + f(   ))  "),
            ("`a {`", "_____"), ("f(/\"{/) }", "f(    ) }"), ("a / b { c / d }", "a / b { c / d }"),
        ]
    )
    func `comments and texts are blanked, code is not`(text: String, expected: String) {
        // The parenthesis that opens an interpolation is code.
        let found = code(text).replacing("(y!", with: " y!")
        #expect(found == expected)
        #expect(code(text).utf8.count == text.utf8.count)
    }

    @Test func `a text of one line ends with its line`() {
        #expect(code("\"a\n{ }") == "  \n{ }")
    }

    @Test func `functions are measured from keyword to brace`() {
        let text = """
            protocol P {
                func required()
                var property: Int { get }
            }
            struct S {
                var stored = 1
                init() { self.init(a: 1) }
                func long(
                    default: () -> Void = {}
                ) {
                    if true { print("}") }
                }
            }

            """
        let found = FunctionLength.all(in: SwiftSource(path: "S.swift", text: text))
        #expect(found.map(\.line) == [3, 7, 8])
        #expect(found.map(\.count) == [1, 1, 5])
    }

    @Test func `imports are found in every spelling`() {
        let text = """
            import A
            public import B
            @testable import C
            import struct D.E
            // import F
            let g = "import G"

            """
        let source = SwiftSource(path: "Sources/X/X.swift", text: text)
        #expect(source.imports.map(\.module) == ["A", "B", "C", "D"])
        #expect(source.imports.map(\.line) == [1, 2, 3, 4])
        #expect(source.module == "X")
    }
}
