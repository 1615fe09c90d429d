/// Blanks what is not code: comments, texts, regular expressions and raw identifiers.
///
/// Code inside `\(...)` stays. Bytes are replaced one by one, so positions and lines do not move.
struct CodeScanner {
    private let bytes: [UInt8]
    private var output: [UInt8]
    private var position = 0
    /// The last byte of code that is not white space.
    private var last: UInt8 = 0

    private static let newline = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")
    private static let backslash = UInt8(ascii: "\\")
    private static let slash = UInt8(ascii: "/")
    private static let backtick = UInt8(ascii: "`")

    static func code(of text: String) -> [UInt8] {
        var scanner = CodeScanner(Array(text.utf8))
        scanner.scanCode(isInterpolation: false)
        return scanner.output
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        output = bytes
    }

    private func at(_ offset: Int) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private func starts(_ text: StaticString) -> Bool {
        (0..<text.utf8CodeUnitCount).allSatisfy { at($0) == text.utf8Start[$0] }
    }

    private mutating func blank(_ count: Int = 1, with byte: UInt8 = UInt8(ascii: " ")) {
        for index in position..<min(position + count, bytes.count)
        where bytes[index] != Self.newline {
            output[index] = byte
        }
        position += count
    }

    private mutating func scanCode(isInterpolation: Bool) {
        var depth = 0
        while position < bytes.count {
            if starts("//") {
                while position < bytes.count, at(0) != Self.newline { blank() }
            } else if starts("/*") {
                scanBlockComment()
            } else if let hashes = openedText {
                scanText(hashes: hashes)
            } else if at(0) == Self.backtick {
                scanRawIdentifier()
            } else if at(0) == Self.slash, opensPattern {
                scanPattern()
            } else {
                if at(0) == UInt8(ascii: "(") { depth += 1 }
                if at(0) == UInt8(ascii: ")") { depth -= 1 }
                if at(0) > 0x20 { last = at(0) }
                position += 1
                if isInterpolation && depth == 0 { return }
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                blank(2)
            } else if starts("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < bytes.count
    }

    /// The count of `#` before the quote that opens a text here; `nil` when none does.
    private var openedText: Int? {
        var hashes = 0
        while at(hashes) == Self.hash { hashes += 1 }
        return at(hashes) == Self.quote ? hashes : nil
    }

    private mutating func scanText(hashes: Int) {
        blank(hashes)
        let quotes = starts("\"\"\"") ? 3 : 1
        blank(quotes)
        last = Self.quote
        while position < bytes.count {
            let isClosed =
                (0..<quotes).allSatisfy { at($0) == Self.quote }
                && (quotes..<(quotes + hashes)).allSatisfy { at($0) == Self.hash }
            if isClosed { return blank(quotes + hashes) }
            // A text of one line that is not closed was none: go on with code.
            if quotes == 1, at(0) == Self.newline { return }
            let isEscape =
                at(0) == Self.backslash
                && (0..<hashes).allSatisfy { at($0 + 1) == Self.hash }
            if isEscape, at(hashes + 1) == UInt8(ascii: "(") {
                blank(hashes + 1)
                scanCode(isInterpolation: true)
            } else {
                blank(isEscape ? hashes + 2 : 1)
            }
        }
    }

    private mutating func scanRawIdentifier() {
        repeat {
            blank(with: UInt8(ascii: "_"))
        } while position < bytes.count
            && at(0) != Self.backtick && at(0) != Self.newline
        if at(0) == Self.backtick { blank(with: UInt8(ascii: "_")) }
        last = UInt8(ascii: "_")
    }

    /// Whether a slash begins a regular expression: where a value is expected, and not an operator.
    private var opensPattern: Bool {
        let follows = [UInt8](" )\n".utf8)
        return [UInt8]("=(,[{:".utf8).contains(last) && !follows.contains(at(1))
    }

    private mutating func scanPattern() {
        repeat {
            blank(at(0) == Self.backslash ? 2 : 1)
        } while position < bytes.count
            && at(0) != Self.slash && at(0) != Self.newline
        if at(0) == Self.slash { blank() }
        last = Self.quote
    }
}
