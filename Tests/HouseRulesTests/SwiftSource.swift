/// A Swift file and what is left of it without comments and text.
struct SwiftSource: Sendable {
    /// The file, from the root of the repository.
    let path: String
    /// The file as it is.
    let text: String
    /// The file with comments, texts and raw identifiers blanked; every line is where it was.
    let code: [UInt8]
    /// The lines of code.
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = CodeScanner.code(of: text)
        lines = code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The target or test target that the file belongs to.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : path
    }

    /// The lines of the file as it is.
    var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

    /// The lines of code that the packet program is compiled from as well.
    var kernelLines: [String] {
        var isUserSpace = false
        return lines.map { line in
            if line.hasPrefix("#if !hasFeature(Embedded)") { isUserSpace = true }
            if line.hasPrefix("#endif") { isUserSpace = false }
            return isUserSpace ? "" : line
        }
    }

    /// The modules that the file imports, with the line of each.
    var imports: [(module: String, line: Int)] {
        let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return lines.enumerated().compactMap { number, line in
            guard line.contains("import ") else { return nil }
            var words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import") else { return nil }
            words = Array(words[(place + 1)...])
            if let first = words.first, kinds.contains(String(first)) { words.removeFirst() }
            guard let name = words.first?.split(separator: ".").first else { return nil }
            return (String(name), number + 1)
        }
    }

    /// The lines of code that a pattern is found in.
    func violations(
        of problem: String,
        in lines: [String]? = nil,
        where isBroken: (String) -> Bool
    ) -> [Violation] {
        (lines ?? self.lines).enumerated().filter { isBroken($0.element) }
            .map { Violation(path: path, line: $0.offset + 1, problem: problem) }
    }
}
