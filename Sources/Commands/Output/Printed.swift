import Resources

/// What a command prints: one value or a list of them.
enum Printed {
    case one(JSONValue)
    case list([JSONValue])

    /// The values, a row each.
    var rows: [JSONValue] {
        switch self {
        case .one(let value): [value]
        case .list(let values): values
        }
    }

    /// The value as JSON.
    var whole: JSONValue {
        switch self {
        case .one(let value): value
        case .list(let values): .array(values)
        }
    }
}
