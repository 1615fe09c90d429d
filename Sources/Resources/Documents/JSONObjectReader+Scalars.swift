import Addresses

extension JSONObjectReader {
    /// Reads a string.
    public func string(_ name: String) throws(ResourceDocumentError) -> String? {
        guard let member = self[name] else { return nil }
        guard case .string(let text) = member.value else {
            throw Self.mismatch(member.value, member.path, "a string")
        }
        return text
    }

    /// Reads an integer; as in Azure, also one that is written as a string.
    public func integer(_ name: String) throws(ResourceDocumentError) -> Int? {
        guard let member = self[name] else { return nil }
        switch member.value {
        case .integer(let value): return value
        case .string(let text):
            guard let value = Int(text) else { fallthrough }
            return value
        default: throw Self.mismatch(member.value, member.path, "an integer")
        }
    }

    /// Reads a truth value; as in Azure, also one that is written as a string.
    public func bool(_ name: String) throws(ResourceDocumentError) -> Bool? {
        guard let member = self[name] else { return nil }
        switch member.value {
        case .bool(let value): return value
        case .string(let text):
            guard let value = Bool(text.lowercased()) else { fallthrough }
            return value
        default: throw Self.mismatch(member.value, member.path, "true or false")
        }
    }

    /// Reads a string that stands for a value; an empty string counts as absent.
    func text<Value: LosslessStringConvertible>(
        _ name: String,
        _ expected: String
    ) throws(ResourceDocumentError) -> Value? {
        guard let member = self[name], member.value != .string("") else { return nil }
        guard case .string(let text) = member.value, let value = Value(text) else {
            throw Self.mismatch(member.value, member.path, expected)
        }
        return value
    }

    /// Reads an IP address.
    public func address(_ name: String) throws(ResourceDocumentError) -> IPAddress? {
        try text(name, "an IPv4 or IPv6 address")
    }

    /// Reads an address range in CIDR form.
    public func prefix(_ name: String) throws(ResourceDocumentError) -> IPPrefix? {
        try text(name, "an address prefix such as 10.0.0.0/24")
    }

    /// Reads a resource id.
    public func resourceID(_ name: String) throws(ResourceDocumentError) -> ResourceID? {
        try text(name, ResourceID.expectation)
    }

    /// Reads one of a fixed set of words, without regard to case.
    public func choice<Choice: CaseIterable & RawRepresentable>(
        _ name: String,
        of type: Choice.Type = Choice.self
    ) throws(ResourceDocumentError) -> Choice? where Choice.RawValue == String {
        guard let member = self[name] else { return nil }
        if case .string(let text) = member.value {
            let key = text.lowercased()
            let match = Choice.allCases.first { $0.rawValue.lowercased() == key }
            if let match { return match }
        }
        let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        throw Self.mismatch(member.value, member.path, "one of \(words)")
    }
}
