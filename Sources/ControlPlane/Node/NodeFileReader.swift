import Addresses
import Configuration

/// Reads the values of a node file; one of another form is an error, and never the default.
struct NodeFileReader {
    /// The node file, with what goes before it.
    let reader: ConfigReader
    /// The node file's path, for errors.
    let file: String

    /// A text; `nil` when the key is not there.
    func text(_ key: String) async throws(NodeConfigurationError) -> String? {
        try await value(key, "one value") { try await reader.fetchString(forKey: $0) }
    }

    /// A list of texts; `nil` when the key is not there.
    func list(_ key: String) async throws(NodeConfigurationError) -> [String]? {
        try await value(key, "a list, in brackets") {
            try await reader.fetchStringArray(forKey: $0)
        }
    }

    /// A number; `nil` when the key is not there.
    func number(_ key: String) async throws(NodeConfigurationError) -> Int? {
        try await value(key, "an integer of 64 bits") { try await reader.fetchInt(forKey: $0) }
    }

    /// Yes or no; `nil` when the key is not there.
    func flag(_ key: String) async throws(NodeConfigurationError) -> Bool? {
        try await value(key, "true or false") { try await reader.fetchBool(forKey: $0) }
    }

    /// A list of address ranges; empty when the key is not there.
    func ranges(_ key: String) async throws(NodeConfigurationError) -> [IPPrefix] {
        var ranges: [IPPrefix] = []
        for text in try await list(key) ?? [] {
            guard let range = IPPrefix(text) else {
                let expected = "a range such as 192.0.2.0/24"
                throw .invalid(key: key, value: text, file: file, expected: expected)
            }
            ranges.append(range)
        }
        return ranges
    }

    private func value<Value>(
        _ key: String,
        _ expected: String,
        _ fetch: (ConfigKey) async throws -> Value?
    ) async throws(NodeConfigurationError) -> Value? {
        do {
            return try await fetch(ConfigKey(key))
        } catch {
            let found = await found(key)
            throw .invalid(key: key, value: found, file: file, expected: expected)
        }
    }

    /// What the file has, in whatever form.
    private func found(_ key: String) async -> String {
        if let text = try? await reader.fetchString(forKey: ConfigKey(key)) { return text }
        let list = try? await reader.fetchStringArray(forKey: ConfigKey(key))
        return "[\((list ?? []).joined(separator: ", "))]"
    }
}
