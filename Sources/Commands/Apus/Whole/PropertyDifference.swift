import Resources

/// What differs between two states of a resource, property by property.
///
/// Elements of an array are compared by their names or ids where they have such, so that an element that is
/// inserted does not make all those after it differ; others by their place.
struct PropertyDifference {
    /// What differs, in the order of the properties: `- path: before` and `+ path: after`.
    let lines: [String]

    /// Compares two states; `null` for that there is none.
    init(before: JSONValue, after: JSONValue) {
        let old = Self.leaves(before)
        let new = Self.leaves(after)
        var lines: [String] = []
        for path in Set(old.keys).union(new.keys).sorted() where old[path] != new[path] {
            if let value = old[path] { lines.append("- \(path): \(JSONOutput.compact(value))") }
            if let value = new[path] { lines.append("+ \(path): \(JSONOutput.compact(value))") }
        }
        self.lines = lines
    }

    private static func leaves(_ value: JSONValue) -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        gather(value, "", &found)
        return found
    }

    private static func gather(
        _ value: JSONValue,
        _ path: String,
        _ found: inout [String: JSONValue]
    ) {
        switch value {
        case .null where path.isEmpty: break
        case .object(let members) where !members.isEmpty:
            // The id of a resource is its title, and its name and type are in the id.
            let hidden: Set<String> = path.isEmpty ? ["id", "name", "type"] : []
            for (name, member) in members where !hidden.contains(name) {
                gather(member, path.isEmpty ? name : "\(path).\(name)", &found)
            }
        case .array(let values) where !values.isEmpty:
            let names = values.enumerated().map { key($1) ?? "\($0)" }
            let areUnique = Set(names).count == names.count
            for (index, element) in values.enumerated() {
                gather(element, "\(path)[\(areUnique ? names[index] : "\(index)")]", &found)
            }
        default: found[path] = value
        }
    }

    private static func key(_ element: JSONValue) -> String? {
        element["name"]?.stringValue ?? element["id"]?.stringValue.map(Column.name)
    }
}
