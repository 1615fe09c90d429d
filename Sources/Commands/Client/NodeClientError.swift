import Resources

/// Why a request to the daemon did not do what it should.
enum NodeClientError: Error, CustomStringConvertible {
    /// The daemon refused, with ARM's error object.
    case refused(status: Int, error: JSONValue)
    /// The daemon cannot be reached.
    case unreachable(endpoint: String, reason: String)
    /// The node's configuration is files, so that its daemon has no API.
    case managedByFiles(socket: String, documents: String)
    /// The caller may not use the local socket.
    case forbidden(socket: String)
    /// The answer is not one that a daemon gives.
    case unusable(endpoint: String, reason: String)

    /// The exit code that scripts see.
    var exitCode: CommandExit {
        switch self {
        case .refused(404, _): .notFound
        case .refused(401, _), .refused(403, _), .forbidden: .notAllowed
        case .refused, .unusable: .refused
        case .unreachable, .managedByFiles: .unreachable
        }
    }

    /// What is wrong, where, and what to do: several lines when there are details.
    var description: String {
        switch self {
        case .refused(let status, let error): Self.text(error, status: status)
        case .unreachable(let endpoint, let reason):
            "cannot reach the daemon at \(endpoint): \(reason); start apusd, or name it with "
                + "--config or --endpoint"
        case .managedByFiles(let socket, let documents):
            "the daemon has no API at \(socket): its node file sets 'documents', so change the files "
                + "in \(documents) and run 'apus reload', or take that key away"
        case .forbidden(let socket):
            "may not use \(socket): run this as root, or use --endpoint with a token"
        case .unusable(let endpoint, let reason):
            "\(endpoint) gave an answer that is no daemon's: \(reason)"
        }
    }

    /// A refusal that the client finds out by itself, in ARM's form.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> NodeClientError {
        .refused(
            status: status,
            error: .object(["code": .string(code), "message": .string(message)])
        )
    }

    private static func text(_ error: JSONValue, status: Int) -> String {
        let code = error["code"]?.stringValue ?? "\(status)"
        var lines = ["(\(code)) \(error["message"]?.stringValue ?? "no message")"]
        if let target = error["target"]?.stringValue { lines.append("  at: \(target)") }
        for detail in error["details"]?.elements ?? [] {
            // The first of several problems is often what the error itself says.
            if detail["code"] == error["code"], detail["message"] == error["message"] { continue }
            let code = detail["code"]?.stringValue ?? "?"
            lines.append("  (\(code)) \(detail["message"]?.stringValue ?? "")")
            if let target = detail["target"]?.stringValue { lines.append("    at: \(target)") }
        }
        return lines.joined(separator: "\n")
    }
}
