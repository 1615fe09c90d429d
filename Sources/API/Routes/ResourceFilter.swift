import HTTPTypes
import Resources

/// The part of ARM's `$filter` that lists of resources are asked with: equalities joined by `and`.
struct ResourceFilter: Sendable {
    private var conditions: [(name: String, value: String)] = []

    /// Reads a filter; an empty one lets everything through.
    init(_ text: String) throws {
        guard text.utf8.count <= 4096 else { throw Self.refusal(text) }
        var rest = text[...]
        while let token = Self.word(&rest) {
            guard Self.names.contains(token.lowercased()),
                Self.word(&rest)?.lowercased() == "eq", let value = Self.quoted(&rest)
            else { throw Self.refusal(text) }
            conditions.append((token.lowercased(), value.lowercased()))
            guard let next = Self.word(&rest) else { break }
            guard next.lowercased() == "and" else { throw Self.refusal(text) }
        }
        guard rest.allSatisfy(\.isWhitespace) else { throw Self.refusal(text) }
    }

    private static let names: Set<String> = ["resourcegroup", "name", "resourcetype", "location"]

    private static func refusal(_ text: String) -> ARMError {
        ARMError(
            .badRequest,
            "InvalidFilterInQueryString",
            """
            The filter '\(text.prefix(200))' is not understood. Write equalities of resourceGroup, \
            name, resourceType or location with texts in single quotes, joined by and.
            """
        )
    }

    private static func word(_ rest: inout Substring) -> String? {
        rest = rest.drop(while: \.isWhitespace)
        let word = rest.prefix(while: \.isLetter)
        rest = rest.dropFirst(word.count)
        return word.isEmpty ? nil : String(word)
    }

    private static func quoted(_ rest: inout Substring) -> String? {
        rest = rest.drop(while: \.isWhitespace)
        guard rest.first == "'" else { return nil }
        let value = rest.dropFirst().prefix { $0 != "'" }
        rest = rest.dropFirst(value.count + 1)
        guard rest.first == "'" else { return nil }
        rest = rest.dropFirst()
        return String(value)
    }

    /// Whether a resource is what the filter asks for.
    func matches(_ resource: JSONValue) -> Bool {
        conditions.allSatisfy { name, value in
            let member = name == "resourcetype" ? "type" : name
            return resource.member(member)?.stringValue?.lowercased() == value
        }
    }
}
