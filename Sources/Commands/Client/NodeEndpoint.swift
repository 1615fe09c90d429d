import Foundation

/// Where a daemon's API is reached.
enum NodeEndpoint: Sendable {
    /// The local socket of a daemon, whose file's mode is the access control.
    case socket(path: String)
    /// The TLS port of a daemon.
    case network(base: String, token: String?, caFile: String?)

    /// Makes the endpoint of an https URL; `nil` when it is none, or has more than host and port.
    init?(url text: String, token: String?, caFile: String?) {
        guard let parts = URLComponents(string: text), parts.scheme?.lowercased() == "https",
            let host = parts.host, !host.isEmpty, ["", "/"].contains(parts.path),
            parts.query == nil, parts.user == nil
        else { return nil }
        let port = parts.port.map { ":\($0)" } ?? ""
        self = .network(base: "https://\(host)\(port)", token: token, caFile: caFile)
    }

    /// The endpoint as messages name it.
    var name: String {
        switch self {
        case .socket(let path): path
        case .network(let base, _, _): base
        }
    }

    /// The URL of a path, with its query already encoded.
    func url(_ path: String) -> String {
        switch self {
        case .socket(let socket):
            // The socket's path stands where a host name would.
            let host = socket.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
            return "http+unix://\(host ?? socket)\(path)"
        case .network(let base, _, _): return base + path
        }
    }

    /// The header that says who asks; `nil` on the local socket.
    var authorization: String? {
        guard case .network(_, let token?, _) = self else { return nil }
        return "Bearer \(token)"
    }
}
