/// What a resource must be like for a request to be done.
enum RequiredETag: Sendable {
    /// The version that was read.
    case version(String)
    /// Not there at all.
    case absent

    /// The header that demands it.
    var header: (name: String, value: String) {
        switch self {
        case .version(let etag): ("If-Match", etag)
        case .absent: ("If-None-Match", "*")
        }
    }
}
