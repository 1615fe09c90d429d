import Resources

/// What the daemon answered to a request that it did.
struct NodeAnswer: Sendable {
    /// The HTTP status, from 200 to 299.
    let status: Int
    /// The body; `null` when there was none.
    let body: JSONValue
    /// The URL that tells how the work goes on, when it does.
    let operation: String?
}
