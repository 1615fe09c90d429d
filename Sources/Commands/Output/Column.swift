import Resources

/// A column of a table: its title, and where its text is in a value.
struct Column: Sendable {
    /// The title, as the header has it.
    let title: String
    /// The text in a row's value; empty when there is none.
    let text: @Sendable (JSONValue) -> String

    /// Makes a column from a function.
    init(_ title: String, _ text: @escaping @Sendable (JSONValue) -> String) {
        self.title = title
        self.text = text
    }

    /// Makes a column of the member at a path such as `properties.frontendPort`.
    init(_ title: String, _ path: String) {
        self.init(title) { Self.text($0.at(path)) }
    }

    /// Makes a column of the names of the resources at any of several paths.
    static func names(_ title: String, _ paths: String...) -> Column {
        Column(title) { value in
            let found = paths.lazy.compactMap { value.at($0) }.first
            return (found.map(ids) ?? []).map(name).joined(separator: ", ")
        }
    }

    /// Makes a column that says how many elements an array has.
    static func count(_ title: String, _ path: String) -> Column {
        Column(title) { "\($0.at(path)?.elements.count ?? 0)" }
    }

    private static func ids(_ value: JSONValue) -> [String] {
        if case .array(let values) = value { return values.flatMap(ids) }
        return [value["id"]?.stringValue].compactMap(\.self)
    }

    /// The last part of an id, which is a resource's name.
    static func name(_ id: String) -> String {
        id.split(separator: "/").last.map(String.init) ?? id
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): "\(number)"
        case .some(let other): JSONOutput.compact(other)
        }
    }
}

extension JSONValue {
    /// The value at a path of members, divided by dots; `nil` when there is none.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(self)) { $0?.member(String($1)) }
    }
}
