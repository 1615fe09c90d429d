import Resources

/// Why the data plane does not carry what was asked for.
public struct CarryFailure: Error, Hashable, Sendable, Codable {
    /// The kind of failure, in Azure's manner.
    public var code: String
    /// What is wrong, where, and what to do.
    public var message: String

    /// Makes a failure from its parts.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The failure as an ARM error.
    public var json: JSONValue {
        .object(["code": .string(code), "message": .string(message)])
    }
}
