import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Provisioning
import Resources
import Storage

/// Operations that go on after their answer, as ARM's clients follow them.
struct LongRunning: Sendable {
    let call: Call

    /// After how many seconds a client should ask again.
    private static let retryAfter = "1"

    /// Starts work, and answers where its state and its result can be asked for.
    ///
    /// - Parameters:
    ///   - status: the status of the answer: 202, or 201 with a body.
    ///   - body: the body of the answer.
    ///   - resource: the id of what the work is about.
    ///   - work: what is done; what it returns is the result, if there is one.
    func start(
        _ status: HTTPResponse.Status,
        body: JSONValue? = nil,
        about resource: String,
        _ work: @escaping @Sendable () async throws -> JSONValue?
    ) throws -> Response {
        var operation = begun(resource)
        try call.state.store.save(operation)
        let state = call.state
        // The work outlives the connection, as in Azure; a daemon that ends before it has finished
        // says so of the operation when it starts again.
        let started = operation
        Task {
            var ended = started
            do {
                ended.result = try await work().map { try $0.text() }
                ended.status = "Succeeded"
            } catch {
                ended.status = "Failed"
                let known = ARMError(any: error)
                known.log(error, "operation \(ended.id)", to: state.logger)
                ended.error = try? known.json.text()
            }
            ended.ended = Date().timeIntervalSince1970
            do {
                try state.store.save(ended)
            } catch {
                state.logger.error("cannot write down operation \(ended.id): \(error)")
            }
        }
        operation.status = "InProgress"
        let headers = headers(operation.id)
        guard let body else { return .empty(status, headers: headers) }
        return try .json(body, status, headers: headers)
    }

    /// Notes an operation that has failed already, and answers where it can be asked for.
    func failed(_ failure: CarryFailure, about resource: String) throws -> HTTPFields {
        var operation = begun(resource)
        operation.status = "Failed"
        operation.error = try failure.json.text()
        operation.ended = operation.started
        try call.state.store.save(operation)
        var headers = headers(operation.id)
        // There is no other result than the failure.
        headers[.location] = nil
        return headers
    }

    private func begun(_ resource: String) -> StoredOperation {
        StoredOperation(
            id: UUID().uuidString.lowercased(),
            resource: resource,
            status: "InProgress",
            started: Date().timeIntervalSince1970
        )
    }

    private func headers(_ id: String) -> HTTPFields {
        let version = call.query("api-version") ?? "2025-01-01"
        let base =
            "\(call.origin)/subscriptions/\(call.state.subscriptionID)/providers/Microsoft.Network/"
            + "locations/\(call.provisioner.settings.location)"
        return [
            .azureAsyncOperation: "\(base)/operations/\(id)?api-version=\(version)",
            .location: "\(base)/operationResults/\(id)?api-version=\(version)",
            .retryAfter: Self.retryAfter,
        ]
    }

    /// The state of an operation, at `operations/{operationId}`.
    static func state(_ call: Call) throws -> Response {
        let operation = try find(call)
        var json: [String: JSONValue] = [
            "id": .string(call.request.uri.path), "name": .string(operation.id),
            "status": .string(operation.status),
            "startTime": .string(Self.text(operation.started)),
        ]
        if let ended = operation.ended { json["endTime"] = .string(Self.text(ended)) }
        if let error = operation.error { json["error"] = try JSONValue(text: error) }
        return try .json(
            .object(json),
            headers: operation.ended == nil ? [.retryAfter: retryAfter] : [:]
        )
    }

    /// The result of an operation, at `operationResults/{operationId}`: 202 while it runs.
    static func result(_ call: Call) throws -> Response {
        let operation = try find(call)
        guard operation.ended != nil else {
            return .empty(
                .accepted,
                headers: [
                    .location: call.origin + call.request.uri.string, .retryAfter: retryAfter,
                ]
            )
        }
        if let error = operation.error {
            let json = try JSONValue(text: error)
            throw ARMError(
                .conflict,
                json["code"]?.stringValue ?? "OperationFailed",
                json["message"]?.stringValue ?? "The operation failed."
            )
        }
        guard let result = operation.result else { return .empty(.noContent) }
        return try .json(try JSONValue(text: result))
    }

    private static func find(_ call: Call) throws -> StoredOperation {
        let id = try call.parameter("operationId")
        guard let operation = try call.state.store.operation(id.lowercased()) else {
            throw ARMError(
                .notFound,
                "OperationNotFound",
                "There is no operation '\(id.prefix(100))'; those that ended a day ago are forgotten."
            )
        }
        return operation
    }

    private static func text(_ time: Double) -> String {
        Date(timeIntervalSince1970: time).ISO8601Format()
    }
}
