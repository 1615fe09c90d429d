import Foundation
import NIOHTTP1
import Resources

extension NodeClient {
    /// How long work that goes on after its answer is waited for.
    static let operationTimeout = Duration.seconds(300)

    /// Asks, and waits until the work that was asked for has ended.
    func request(
        _ method: HTTPMethod,
        _ path: String,
        body: JSONValue? = nil,
        etag: RequiredETag? = nil
    ) async throws -> JSONValue {
        let progress = ProgressLine.start("waiting for \(endpoint.name)")
        defer { progress.cancel() }
        let answer = try await ask(method, path, body: body, etag: etag)
        guard let operation = answer.operation else { return answer.body }
        try await wait(for: operation)
        return answer.body
    }

    /// Waits for an operation, which a failed one ends with its error.
    private func wait(for operation: String) async throws {
        // Its URL names the daemon as the daemon sees itself; the way to it is the one we have.
        guard let url = URLComponents(string: operation) else {
            throw NodeClientError.unusable(endpoint: endpoint.name, reason: "an operation's URL")
        }
        let path = url.percentEncodedPath + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
        let deadline = ContinuousClock.now + Self.operationTimeout
        while ContinuousClock.now < deadline {
            let state = try await ask(.GET, path).body
            switch state["status"]?.stringValue {
            case "Succeeded": return
            case "Failed", "Canceled":
                let error = state["error"] ?? .object(["code": .string("OperationFailed")])
                throw NodeClientError.refused(status: 409, error: error)
            default: try await Task.sleep(for: .milliseconds(200))
            }
        }
        throw NodeClientError.unreachable(
            endpoint: endpoint.name,
            reason: "the operation goes on for more than \(Self.operationTimeout)"
        )
    }

    /// The id of the one subscription that the node has.
    func subscription() async throws -> String {
        let list = try await request(.GET, "/subscriptions?api-version=\(Self.apiVersion)")
        guard let id = list["value"]?.elements.first?["subscriptionId"]?.stringValue else {
            throw NodeClientError.unusable(endpoint: endpoint.name, reason: "no subscription")
        }
        return id
    }
}
