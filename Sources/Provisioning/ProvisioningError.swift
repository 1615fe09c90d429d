/// Why a request on resources was refused; nothing has changed then.
public struct ProvisioningError: Error, Hashable, Sendable {
    /// What kind of refusal it is.
    public enum Kind: Hashable, Sendable {
        /// The request is wrong in itself or with what is there.
        case invalid
        /// What it is about does not exist.
        case notFound
        /// What is there stands in the way.
        case conflict
        /// The caller's picture of the resource is out of date.
        case preconditionFailed
        /// The database or the data plane cannot do it now.
        case unavailable
    }

    /// One of several problems.
    public struct Detail: Hashable, Sendable, Codable {
        /// Azure's code.
        public var code: String
        /// What is wrong, where, and what to do.
        public var message: String
        /// The id or place that it is about.
        public var target: String?

        /// Makes a detail from its parts.
        public init(code: String, message: String, target: String? = nil) {
            self.code = code
            self.message = message
            self.target = target
        }
    }

    /// What kind of refusal it is.
    public var kind: Kind
    /// Azure's code where one is known.
    public var code: String
    /// What is wrong, where, and what to do.
    public var message: String
    /// The id or place that it is about.
    public var target: String?
    /// The single problems, when there are several.
    public var details: [Detail]

    /// Makes an error from its parts.
    public init(
        _ kind: Kind,
        _ code: String,
        _ message: String,
        target: String? = nil,
        details: [Detail] = []
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.target = target
        self.details = details
    }
}
