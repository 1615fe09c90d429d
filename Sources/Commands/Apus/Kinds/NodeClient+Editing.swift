import NIOHTTP1
import Resources

extension NodeClient {
    /// How often a change is made anew because somebody else was quicker.
    static let editAttempts = 8

    /// Reads a resource, changes it, and writes it back unless it has changed meanwhile; then anew.
    ///
    /// - Returns: the resource as it was written.
    func edit(
        _ id: String,
        _ change: (JSONValue) throws -> JSONValue
    ) async throws -> JSONValue {
        let path = Self.path(id)
        var attempt = 0
        while true {
            attempt += 1
            let before = try await request(.GET, path)
            guard let etag = before["etag"]?.stringValue else {
                throw NodeClientError.unusable(endpoint: endpoint.name, reason: "it has no etag")
            }
            do {
                return try await request(.PUT, path, body: try change(before), etag: .version(etag))
            } catch NodeClientError.refused(412, let error) {
                guard attempt < Self.editAttempts else {
                    throw NodeClientError.refused(status: 412, error: error)
                }
            }
        }
    }

    /// Makes a resource, which must not be there.
    func create(_ id: String, _ body: JSONValue) async throws -> JSONValue {
        do {
            return try await request(.PUT, Self.path(id), body: body, etag: .absent)
        } catch NodeClientError.refused(412, _) {
            throw NodeClientError.refusal(409, "AlreadyExists", "\(id) is there: update it.")
        }
    }
}
