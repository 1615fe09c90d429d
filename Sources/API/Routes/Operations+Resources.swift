import HTTPTypes
import Hummingbird
import Provisioning
import Resources

/// The operations of the API, one extension a group of them.
enum Operations {
    /// The operations that every top-level resource type has.
    static func resources(_ type: NetworkType) -> [Operation] {
        writing(type) + reading(type)
    }

    private static func writing(_ type: NetworkType) -> [Operation] {
        let prefix = type.operationPrefix
        return [
            Operation(
                method: .put,
                path: type.path,
                id: "\(prefix)_CreateOrUpdate",
                summary: "Makes a \(type.noun), or replaces it whole.",
                body: type.schema,
                answers: [200: type.schema, 201: type.schema]
            ) { call in
                let id = try type.id(call)
                let body = try await call.body()
                return try await write(call, id) {
                    try await call.provisioner.put(
                        id,
                        body,
                        precondition: call.precondition,
                        by: call.principal
                    )
                }
            },
            Operation(
                method: .patch,
                path: type.path,
                id: "\(prefix)_UpdateTags",
                summary: "Replaces the tags of a \(type.noun).",
                body: "TagsObject",
                answers: [200: type.schema]
            ) { call in
                let id = try type.id(call)
                let tags = try call.tags(await call.body())
                let answer = try await call.provisioner.patch(
                    id,
                    tags: tags,
                    precondition: call.precondition,
                    by: call.principal
                )
                return try found(answer.json)
            },
            Operation(
                method: .delete,
                path: type.path,
                id: "\(prefix)_Delete",
                summary: "Deletes a \(type.noun).",
                answers: [200: nil, 202: nil, 204: nil]
            ) { call in
                let id = try type.id(call)
                return try await remove(call, id) {
                    try await call.provisioner.delete(
                        id,
                        precondition: call.precondition,
                        by: call.principal
                    )
                }
            },
        ]
    }

    private static func reading(_ type: NetworkType) -> [Operation] {
        let prefix = type.operationPrefix
        return [
            Operation(
                method: .get,
                path: type.path,
                id: "\(prefix)_Get",
                summary: "Gets a \(type.noun).",
                answers: [200: type.schema]
            ) { call in
                let id = try type.id(call)
                guard let json = await call.provisioner.get(id) else {
                    try await requireGroup(call)
                    throw Provisioner.notFound(id)
                }
                return try found(json)
            },
            Operation(
                method: .get,
                path: type.listPath,
                id: "\(prefix)_List",
                summary: "Lists the \(type.noun) resources of a group.",
                answers: [200: "\(type.schema)List"]
            ) { call in
                try await requireGroup(call)
                let group = try call.groupName()
                return try .list(await call.provisioner.list(type: type.type, group: group))
            },
            Operation(
                method: .get,
                path:
                    "/subscriptions/{subscriptionId}/providers/Microsoft.Network/\(type.collection)",
                id: "\(prefix)_ListAll",
                summary: "Lists the \(type.noun) resources of all groups.",
                answers: [200: "\(type.schema)List"]
            ) { call in
                try .list(await call.provisioner.list(type: type.type))
            },
        ]
    }

    /// Answers with a resource and its version mark.
    static func found(_ json: JSONValue) throws -> Response {
        var headers: HTTPFields = [:]
        headers[.eTag] = json["etag"]?.stringValue
        return try .json(json, headers: headers)
    }

    /// Refuses a group that does not exist, as ARM does before it looks at the resource.
    static func requireGroup(_ call: Call) async throws {
        let name = try call.groupName()
        guard await call.provisioner.group(name) != nil else {
            throw ARMError(
                .notFound,
                "ResourceGroupNotFound",
                "Resource group '\(name.prefix(100))' could not be found."
            )
        }
    }

    /// Writes a resource, and answers at once or, when the client prefers it, later.
    static func write(
        _ call: Call,
        _ id: ResourceID,
        _ work: @escaping @Sendable () async throws -> ResourceAnswer
    ) async throws -> Response {
        guard !call.prefersAsynchronous else {
            return try LongRunning(call: call).start(
                .created,
                body: .object([
                    "id": .string(id.description), "name": .string(id.name),
                    "type": .string(id.type),
                    "properties": .object(["provisioningState": .string("Updating")]),
                ]),
                about: id.description
            ) {
                let answer = try await work()
                if let failure = answer.failure {
                    throw ARMError(.conflict, failure.code, failure.message)
                }
                return answer.json
            }
        }
        let answer = try await work()
        var headers: HTTPFields = [.eTag: answer.etag]
        if let failure = answer.failure {
            // It is durable and not carried: the clients look at the operation, and show its error.
            headers = try LongRunning(call: call).failed(failure, about: id.description)
            headers[.eTag] = answer.etag
        }
        for warning in answer.warnings.prefix(10) {
            let text = warning.message.filter { $0.isASCII && $0 != "\"" && !$0.isNewline }
            headers.append(
                HTTPField(name: .warning, value: "299 apus \"\(warning.code.rawValue): \(text)\"")
            )
        }
        return try .json(answer.json, answer.isNew ? .created : .ok, headers: headers)
    }

    /// Removes a resource, and answers at once or, when the client prefers it, later.
    static func remove(
        _ call: Call,
        _ id: ResourceID,
        _ work: @escaping @Sendable () async throws -> Bool
    ) async throws -> Response {
        guard !call.prefersAsynchronous else {
            return try LongRunning(call: call).start(.accepted, about: id.description) {
                _ = try await work()
                return nil
            }
        }
        return .empty(try await work() ? .ok : .noContent)
    }
}

extension NetworkType {
    /// The id of the resource that a request's path names.
    fileprivate func id(_ call: Call) throws -> ResourceID {
        try call.networkID((collection, parameter))
    }
}
