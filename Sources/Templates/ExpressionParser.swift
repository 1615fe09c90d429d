import Resources

/// Reads what stands between the brackets of a template's string.
struct ExpressionParser {
    /// ARM's limit of an expression's length, in characters.
    static let longest = 24_576
    /// How deep calls may stand in each other.
    private static let deepest = 100

    private let text: [Character]
    private var place = 0
    private var depth = 0

    /// Reads a string of a template; `nil` for one that is no expression.
    static func parse(_ text: String) throws(TemplateError) -> Expression? {
        guard text.hasPrefix("["), text.hasSuffix("]"), !text.hasPrefix("[[") else { return nil }
        guard text.utf8.count <= longest else {
            throw TemplateError("an expression has at most \(longest) characters")
        }
        var parser = ExpressionParser(text: Array(text.dropFirst().dropLast()))
        let expression = try parser.expression()
        parser.skipSpace()
        guard parser.place == parser.text.count else {
            throw parser.problem("an operator or the end")
        }
        return expression
    }

    private init(text: [Character]) {
        self.text = text
    }

    private func problem(_ expected: String) -> TemplateError {
        let shown = String(text.prefix(200))
        return TemplateError(
            "expression [\(shown)]: expected \(expected) at character \(place + 1)"
        )
    }

    private mutating func skipSpace() {
        while place < text.count, text[place].isWhitespace { place += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard place < text.count, text[place] == character else { return false }
        place += 1
        return true
    }

    private mutating func expression() throws(TemplateError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw TemplateError("an expression has at most \(Self.deepest) calls in each other")
        }
        var value = try primary()
        while true {
            if take(".") {
                value = .member(value, try name())
            } else if take("[") {
                value = .element(value, try expression())
                guard take("]") else { throw problem("']'") }
            } else {
                return value
            }
        }
    }

    private mutating func primary() throws(TemplateError) -> Expression {
        skipSpace()
        guard place < text.count else { throw problem("a function, a text or a number") }
        if text[place] == "'" { return .literal(.string(try quoted())) }
        if text[place] == "-" || text[place].isNumber { return .literal(try number()) }
        let function = try name()
        guard take("(") else { throw problem("'(' after \(function)") }
        var arguments: [Expression] = []
        guard !take(")") else { return .call(function.lowercased(), arguments) }
        repeat { arguments.append(try expression()) } while take(",")
        guard take(")") else { throw problem("',' or ')'") }
        return .call(function.lowercased(), arguments)
    }

    private mutating func name() throws(TemplateError) -> String {
        skipSpace()
        let start = place
        while place < text.count, text[place].isLetter || text[place].isNumber || text[place] == "_"
        {
            place += 1
        }
        guard place > start else { throw problem("a name") }
        return String(text[start..<place])
    }

    private mutating func quoted() throws(TemplateError) -> String {
        place += 1
        var value = ""
        while place < text.count {
            let character = text[place]
            place += 1
            guard character == "'" else {
                value.append(character)
                continue
            }
            // Two quotes stand for one.
            guard place < text.count, text[place] == "'" else { return value }
            value.append("'")
            place += 1
        }
        throw problem("a quote that ends the text")
    }

    private mutating func number() throws(TemplateError) -> JSONValue {
        let start = place
        if text[place] == "-" { place += 1 }
        while place < text.count, text[place].isNumber { place += 1 }
        guard let value = Int(String(text[start..<place])) else { throw problem("a number") }
        return .integer(value)
    }
}
