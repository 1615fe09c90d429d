import Resources

/// Changes of one part of a load balancer's document, the others untouched.
enum BalancerEdit {
    /// Adds a part, which must not be there.
    static func add(
        _ name: String,
        to collection: String,
        of balancer: JSONValue,
        _ fill: (inout JSONValue) throws -> Void
    ) throws -> JSONValue {
        var parts = balancer.at("properties.\(collection)")?.elements ?? []
        guard index(of: name, in: parts) == nil else {
            let message = "\(label(balancer)) has '\(name)' already: update it."
            throw NodeClientError.refusal(409, "AlreadyExists", message)
        }
        var properties = JSONValue.object([:])
        try fill(&properties)
        parts.append(.object(["name": .string(name), "properties": properties]))
        return replacing(collection, of: balancer, by: parts)
    }

    /// Changes the properties of a part, which must be there.
    static func change(
        _ name: String,
        in collection: String,
        of balancer: JSONValue,
        _ fill: (inout JSONValue) throws -> Void
    ) throws -> JSONValue {
        var parts = balancer.at("properties.\(collection)")?.elements ?? []
        let index = try require(name, in: parts, of: balancer)
        var properties = parts[index]["properties"] ?? .object([:])
        try fill(&properties)
        parts[index]["properties"] = properties
        return replacing(collection, of: balancer, by: parts)
    }

    /// Takes a part away, which must be there.
    static func remove(
        _ name: String,
        from collection: String,
        of balancer: JSONValue
    ) throws -> JSONValue {
        var parts = balancer.at("properties.\(collection)")?.elements ?? []
        parts.remove(at: try require(name, in: parts, of: balancer))
        return replacing(collection, of: balancer, by: parts)
    }

    /// A part by its name.
    static func find(
        _ name: String,
        in collection: String,
        of balancer: JSONValue
    ) throws -> JSONValue {
        let parts = balancer.at("properties.\(collection)")?.elements ?? []
        return parts[try require(name, in: parts, of: balancer)]
    }

    private static func require(
        _ name: String,
        in parts: [JSONValue],
        of parent: JSONValue
    ) throws -> Int {
        if let found = index(of: name, in: parts) { return found }
        let names = parts.compactMap { $0["name"]?.stringValue }.joined(separator: ", ")
        let message = "\(label(parent)) has no '\(name)'; it has \(names.isEmpty ? "none" : names)."
        throw NodeClientError.refusal(404, "NotFound", message)
    }

    private static func index(of name: String, in parts: [JSONValue]) -> Int? {
        let key = name.lowercased()
        return parts.firstIndex { $0["name"]?.stringValue?.lowercased() == key }
    }

    private static func replacing(
        _ collection: String,
        of parent: JSONValue,
        by parts: [JSONValue]
    ) -> JSONValue {
        var changed = parent
        var properties = changed["properties"] ?? .object([:])
        properties[collection] = .array(parts)
        changed["properties"] = properties
        return changed
    }

    private static func label(_ parent: JSONValue) -> String {
        parent["id"]?.stringValue ?? "the resource"
    }
}
