/// A parameter in the query of a request.
struct QueryParameter: Sendable {
    /// The name.
    let name: String
    /// What it is for.
    let summary: String
    /// The words that it can be; empty for any text.
    var words: [String] = []
}
