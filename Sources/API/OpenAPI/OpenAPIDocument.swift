import HTTPTypes
import Hummingbird
import Resources

/// The OpenAPI document of the whole API, made of the operations that the router serves.
enum OpenAPIDocument {
    /// Serves the document, also to who has no token yet.
    static func add(to router: Router<APIContext>) {
        let document = json
        router.get("/apus/openapi.json") { _, _ in try Response.json(document) }
    }

    /// The document (OpenAPI 3.1).
    static var json: JSONValue {
        var paths: [String: JSONValue] = [:]
        for (path, operations) in Dictionary(grouping: Operations.all, by: \.path) {
            var item: [String: JSONValue] = [:]
            for operation in operations {
                item[operation.method.rawValue.lowercased()] = json(operation)
            }
            paths[path] = .object(item)
        }
        return .object([
            "openapi": .string("3.1.0"),
            "info": .object([
                "title": .string("Apus"),
                "version": .string("2025-01-01"),
                "description": .string(
                    "Azure Load Balancer's resource model on a node of one's own."
                ),
            ]),
            "paths": .object(paths),
            "components": .object([
                "schemas": .object(OpenAPISchemas.all),
                "securitySchemes": .object([
                    "bearer": .object([
                        "type": .string("http"), "scheme": .string("bearer"),
                        "bearerFormat": .string("JWT"),
                    ])
                ]),
            ]),
            "security": .array([.object(["bearer": .array([])])]),
        ])
    }

    private static func json(_ operation: Operation) -> JSONValue {
        var answers: [String: JSONValue] = [:]
        for (status, schema) in operation.answers {
            answers["\(status)"] = answer(schema)
        }
        answers["default"] = .object([
            "description": .string("An error, in Azure Resource Manager's form."),
            "content": content("ErrorResponse"),
        ])
        return .members([
            ("operationId", .string(operation.id)),
            ("summary", .string(operation.summary)),
            ("parameters", .array(parameters(operation))),
            (
                "requestBody",
                operation.body.map {
                    .object(["required": .bool(true), "content": content($0)])
                }
            ),
            ("responses", .object(answers)),
        ])
    }

    private static func answer(_ schema: String?) -> JSONValue {
        guard let schema else { return .object(["description": .string("No body.")]) }
        return .object(["description": .string("Done."), "content": content(schema)])
    }

    private static func content(_ schema: String) -> JSONValue {
        .object([
            (schema == "Metrics" ? "text/plain" : "application/json"): .object([
                "schema": .object(["$ref": .string("#/components/schemas/\(schema)")])
            ])
        ])
    }

    private static func parameters(_ operation: Operation) -> [JSONValue] {
        var parameters: [JSONValue] = []
        for part in operation.path.split(separator: "/") where part.hasPrefix("{") {
            parameters.append(
                .object([
                    "name": .string(String(part.dropFirst().dropLast())),
                    "in": .string("path"), "required": .bool(true),
                    "schema": .object(["type": .string("string"), "minLength": .integer(1)]),
                ])
            )
        }
        if operation.isARM {
            parameters.append(
                .object([
                    "name": .string("api-version"), "in": .string("query"),
                    "required": .bool(true), "description": .string("Any version's date."),
                    "schema": .object([
                        "type": .string("string"),
                        "pattern": .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[a-z]+)?$"),
                        "example": .string("2025-01-01"),
                    ]),
                ])
            )
        }
        for parameter in operation.query {
            var schema: [String: JSONValue] = ["type": .string("string")]
            if !parameter.words.isEmpty {
                schema["enum"] = .array(parameter.words.map(JSONValue.string))
            }
            parameters.append(
                .object([
                    "name": .string(parameter.name), "in": .string("query"),
                    "description": .string(parameter.summary), "schema": .object(schema),
                ])
            )
        }
        return parameters
    }
}
