import Addresses

extension JSONObjectReader {
    /// Reads an array; empty when the member is absent.
    func array(_ name: String) throws(ResourceDocumentError) -> [Member] {
        guard let member = self[name] else { return [] }
        guard case .array(let elements) = member.value else {
            throw Self.mismatch(member.value, member.path, "an array")
        }
        return elements.enumerated().map { index, element in
            Member(value: element, path: member.path.element(index))
        }
    }

    /// Reads an array of objects; empty when the member is absent.
    public func list<Element: ResourceValue>(
        _ name: String,
        of type: Element.Type = Element.self
    ) throws(ResourceDocumentError) -> [Element] {
        var list: [Element] = []
        for element in try array(name) {
            let reader = try JSONObjectReader(element.value, at: element.path)
            list.append(try Element(reading: reader))
        }
        return list
    }

    /// Reads an object; `nil` when the member is absent.
    public func value<Value: ResourceValue>(
        _ name: String,
        of type: Value.Type = Value.self
    ) throws(ResourceDocumentError) -> Value? {
        guard let object = try object(name) else { return nil }
        return try Value(reading: object)
    }

    /// The reader of a member that is an object; `nil` when the member is absent.
    public func object(_ name: String) throws(ResourceDocumentError) -> JSONObjectReader? {
        guard let member = self[name] else { return nil }
        return try JSONObjectReader(member.value, at: member.path)
    }

    /// Reads an array of strings; empty when the member is absent.
    public func strings(_ name: String) throws(ResourceDocumentError) -> [String] {
        var strings: [String] = []
        for element in try array(name) {
            guard case .string(let text) = element.value else {
                throw Self.mismatch(element.value, element.path, "a string")
            }
            strings.append(text)
        }
        return strings
    }

    /// Reads an array of address ranges; empty when the member is absent.
    public func prefixes(_ name: String) throws(ResourceDocumentError) -> [IPPrefix] {
        var prefixes: [IPPrefix] = []
        for element in try array(name) {
            guard case .string(let text) = element.value, let prefix = IPPrefix(text) else {
                let expected = "an address prefix such as 10.0.0.0/24"
                throw Self.mismatch(element.value, element.path, expected)
            }
            prefixes.append(prefix)
        }
        return prefixes
    }

    /// Reads the resource's tags: an object whose members are strings, and never `properties`.
    public func tags() throws(ResourceDocumentError) -> [String: String] {
        guard let member = self["tags"] else { return [:] }
        guard case .object(let object) = member.value else {
            throw Self.mismatch(member.value, member.path, "an object of strings")
        }
        var tags: [String: String] = [:]
        for (name, value) in object where value != .null {
            guard case .string(let text) = value else {
                throw Self.mismatch(value, member.path.member(name), "a string")
            }
            tags[name] = text
        }
        return tags
    }

    /// Reads the name of a child resource, which its id names when there is no `name`.
    public func childName() throws(ResourceDocumentError) -> String {
        let written: String? = try text("name", "a name that is not empty")
        if let written { return written }
        return try required(resourceID("id")?.name, "name", "the name of the resource")
    }
}
