import HTTPTypes
import Hummingbird

/// One operation of the API: what the router serves and the OpenAPI document describes.
struct Operation: Sendable {
    /// What answers.
    typealias Handler = @Sendable (Call) async throws -> Response

    /// The method.
    let method: HTTPRequest.Method
    /// The path with its parameters in braces, as Azure spells it.
    let path: String
    /// Azure's operation id, or one in its manner.
    let id: String
    /// What it does, in one sentence.
    let summary: String
    /// The schema of the body; `nil` for none.
    var body: String?
    /// The schemas of the answers by status; `nil` for an answer without a body.
    let answers: [Int: String?]
    /// What the query may have beside `api-version`.
    var query: [QueryParameter] = []
    /// What answers.
    let handler: Handler

    /// Whether the operation is Azure's, and so has an `api-version`.
    var isARM: Bool { path.hasPrefix("/subscriptions") || path.hasPrefix("/tenants") }
}
