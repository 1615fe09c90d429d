import Resources

/// A resource as it is after a request.
public struct ResourceAnswer: Sendable {
    /// The resource as ARM answers it.
    public var json: JSONValue
    /// Its version mark.
    public var etag: String
    /// Whether the request has made it.
    public var isNew: Bool
    /// Findings that refuse nothing.
    public var warnings: [ValidationFinding]
    /// Why the data plane does not carry it; `nil` when it does.
    public var failure: CarryFailure?
}
