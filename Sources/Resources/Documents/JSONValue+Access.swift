extension JSONValue {
    /// The string; `nil` for any other value.
    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The elements of an array; empty for any other value.
    public var elements: [JSONValue] {
        guard case .array(let values) = self else { return [] }
        return values
    }

    /// The members of an object; empty for any other value.
    public var object: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    /// A member of an object by its exact name; setting `nil` removes it, and changes only objects.
    public subscript(_ name: String) -> JSONValue? {
        get { object[name] }
        set {
            guard case .object(var members) = self else { return }
            // Taken out before it is changed, so that the dictionary is not copied.
            self = .null
            members[name] = newValue
            self = .object(members)
        }
    }

    /// A member of an object by its name without regard to case; `nil` also for `null`.
    public func member(_ name: String) -> JSONValue? {
        let members = object
        if let value = members[name] { return value == .null ? nil : value }
        let key = name.lowercased()
        guard let found = members.first(where: { $0.key.lowercased() == key }) else { return nil }
        return found.value == .null ? nil : found.value
    }
}
