import HTTPTypes
import Hummingbird
import Resources

/// An error as Azure Resource Manager answers it: `{"error": {"code", "message", …}}`.
public struct ARMError: Error, Hashable, Sendable {
    /// One of several problems.
    public struct Detail: Hashable, Sendable {
        /// Azure's code.
        public var code: String
        /// What is wrong, where, and what to do.
        public var message: String
        /// What it is about: as a rule an id or a place in the body.
        public var target: String?

        /// Makes a detail from its parts.
        public init(code: String, message: String, target: String? = nil) {
            self.code = code
            self.message = message
            self.target = target
        }
    }

    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// Azure's code.
    public var code: String
    /// What is wrong, where, and what to do.
    public var message: String
    /// What it is about; `nil` when the code says enough.
    public var target: String?
    /// The single problems, when there are several.
    public var details: [Detail]
    /// Headers that go with the answer.
    public var headers: HTTPFields

    /// Makes an error from its parts.
    public init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ message: String,
        target: String? = nil,
        details: [Detail] = [],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.target = target
        self.details = details
        self.headers = headers
    }

    /// The error as JSON, without the object around it.
    public var json: JSONValue {
        .members([
            ("code", .string(code)),
            ("message", .string(message)),
            ("target", target.map(JSONValue.string)),
            ("details", details.isEmpty ? nil : .array(details.map(\.json))),
        ])
    }
}

extension ARMError.Detail {
    var json: JSONValue {
        .members([
            ("code", .string(code)),
            ("message", .string(message)),
            ("target", target.map(JSONValue.string)),
        ])
    }
}

extension ARMError: HTTPResponseError {
    /// The answer that carries the error.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        try .json(.object(["error": json]), status, headers: headers)
    }
}
