import Resources

extension Evaluation {
    /// The longest text that an expression may come to, in bytes.
    private static let longestText = 1 << 20
    /// How many resources a template may have, as in ARM.
    private static let mostResources = 800

    /// Takes steps, and refuses a template that takes too many.
    mutating func take(_ count: Int = 1) throws(TemplateError) {
        steps -= count
        guard steps > 0 else { throw TemplateError("the template takes too many steps") }
    }

    /// Counts a resource, and refuses a template that has too many.
    mutating func countResource() throws(TemplateError) {
        resourceCount += 1
        guard resourceCount <= Self.mostResources else {
            throw TemplateError("a template has at most \(Self.mostResources) resources")
        }
    }

    /// Whether a condition holds; what is neither true nor false is refused.
    mutating func holds(
        _ condition: JSONValue?,
        at path: String
    ) throws(TemplateError) -> Bool {
        guard let condition else { return true }
        guard case .bool(let holds) = try value(condition, at: path) else {
            throw TemplateError(path: path, "a condition is true or false, and no text")
        }
        return holds
    }

    /// How many steps a result is worth; one that is too long is refused.
    static func weight(_ result: JSONValue) throws(TemplateError) -> Int {
        switch result {
        case .string(let text):
            guard text.utf8.count <= longestText else {
                throw TemplateError("a text has at most \(longestText) bytes")
            }
            return text.utf8.count / 64
        case .array(let elements): return elements.count
        case .object(let members): return members.count
        default: return 0
        }
    }
}
