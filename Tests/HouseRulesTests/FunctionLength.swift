/// A function, initialiser, subscript or computed property, with the lines that it takes.
struct FunctionLength: Equatable {
    /// The line that it begins in, from 1.
    let line: Int
    /// Its lines, from the declaration's keyword to the closing brace.
    let count: Int

    private static let keywords: Set<String> = ["func", "init", "deinit", "subscript", "var"]
    private static let declarations: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class",
        "protocol", "extension", "actor", "associatedtype", "static", "public", "mutating",
    ]

    /// The functions with a body, in the order in which they begin.
    static func all(in source: SwiftSource) -> [FunctionLength] {
        let code = source.code
        var found: [FunctionLength] = []
        var line = 1
        var index = 0
        while index < code.count {
            if code[index] == UInt8(ascii: "\n") { line += 1 }
            let word = word(code, at: index)
            if keywords.contains(word), isDeclared(code, at: index, word),
                let body = body(code, after: index + word.utf8.count, of: word)
            {
                let lines = code[index...end(code, ofBlockAt: body)].count {
                    $0 == UInt8(ascii: "\n")
                }
                found.append(FunctionLength(line: line, count: lines + 1))
            }
            index += max(word.utf8.count, 1)
        }
        return found
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80
            || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }

    /// The word that stands at a position; empty when none does.
    private static func word(_ code: [UInt8], at start: Int) -> String {
        var end = start
        while end < code.count, isLetter(code[end]) { end += 1 }
        return String(decoding: code[start..<end], as: UTF8.self)
    }

    /// Whether a keyword declares something: `x.init(...)` is a call.
    private static func isDeclared(_ code: [UInt8], at index: Int, _ word: String) -> Bool {
        index == 0 || code[index - 1] != UInt8(ascii: ".")
    }

    /// The position of the brace that opens the body; `nil` for a requirement or a stored property.
    private static func body(_ code: [UInt8], after start: Int, of keyword: String) -> Int? {
        var depth = 0
        var index = start
        while index < code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return index
            case UInt8(ascii: "}") where depth == 0: return nil
            case UInt8(ascii: "\n") where depth == 0 && keyword == "var": return nil
            default: break
            }
            if depth < 0 { return nil }
            let word = word(code, at: index)
            if depth == 0, declarations.contains(word) { return nil }
            index += max(word.utf8.count, 1)
        }
        return nil
    }

    private static func end(_ code: [UInt8], ofBlockAt start: Int) -> Int {
        var depth = 0
        for index in start..<code.count {
            if code[index] == UInt8(ascii: "{") { depth += 1 }
            if code[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return code.count - 1
    }
}
