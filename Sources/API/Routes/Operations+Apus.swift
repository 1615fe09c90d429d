import Foundation
import HTTPTypes
import Hummingbird
import Provisioning
import Resources
import Storage
import Templates

extension Operations {
    /// What Azure has not: whole documents, plans, the node's state and its audit log.
    static var apus: [Operation] { node + diagnosis + documents }

    private static var node: [Operation] {
        [
            Operation(
                method: .get,
                path: "/apus/status",
                id: "Apus_Status",
                summary: "Gets what the node carries and knows.",
                answers: [200: "NodeStatus"],
                handler: status
            ),
            Operation(
                method: .get,
                path: "/apus/audit",
                id: "Apus_Audit",
                summary: "Gets the latest entries of the audit log, latest first.",
                answers: [200: "AuditEntryList"],
                query: [
                    QueryParameter(name: "limit", summary: "How many entries, at most 1000."),
                    QueryParameter(
                        name: "before",
                        summary: "Only entries with a lower number than this."
                    ),
                ],
                handler: audit
            ),
        ]
    }

    private static var documents: [Operation] {
        [
            Operation(
                method: .get,
                path: "/apus/export",
                id: "Apus_Export",
                summary: "Gets everything that clients have written, as one document.",
                answers: [200: "ExportDocument"]
            ) { call in try .json(await call.provisioner.exported) },
            Operation(
                method: .post,
                path: "/apus/import",
                id: "Apus_Import",
                summary: "Replaces everything by an exported document.",
                body: "ExportDocument",
                answers: [200: "BatchAnswer"]
            ) { call in
                let document = try await call.body()
                let answer = try await call.provisioner.importDocument(
                    document,
                    by: call.principal
                )
                return try .json(answer.json)
            },
            Operation(
                method: .post,
                path: "/apus/apply",
                id: "Apus_Apply",
                summary: "Writes the resources of an ARM document, all or none of them.",
                body: "ARMDocument",
                answers: [200: "BatchAnswer"],
                query: [
                    QueryParameter(
                        name: "mode",
                        summary: "Whether to write, or only to say what would change.",
                        words: ["apply", "plan"]
                    ),
                    QueryParameter(
                        name: "prune",
                        summary: "Whether what the document does not name goes from its groups.",
                        words: ["true", "false"]
                    ),
                    QueryParameter(
                        name: "resourceGroup",
                        summary: "The group of resources that name none; default, if not given."
                    ),
                ],
                handler: apply
            ),
        ]
    }

    private static func status(_ call: Call) async throws -> Response {
        let data = try JSONEncoder().encode(await call.state.report())
        var json = try JSONDecoder().decode(JSONValue.self, from: data)
        json["subscriptionId"] = .string(call.state.subscriptionID)
        json["tenantId"] = .string(call.state.tenantID)
        json["location"] = .string(call.provisioner.settings.location)
        return try .json(json)
    }

    private static func apply(_ call: Call) async throws -> Response {
        let mode = call.query("mode") ?? "apply"
        guard ["apply", "plan"].contains(mode) else {
            throw ARMError(
                .badRequest,
                "InvalidParameter",
                "mode is '\(mode.prefix(40))', expected apply or plan."
            )
        }
        let (batch, ignored) = try await batch(call)
        let answer =
            mode == "plan"
            ? try await call.provisioner.preview(batch)
            : try await call.provisioner.write(batch, by: call.principal)
        var json = answer.json
        json["mode"] = .string(mode)
        json["ignored"] = .array(ignored.map(JSONValue.string))
        return try .json(json)
    }

    /// The resources of the body: a template with expressions is evaluated, with the parameters
    /// beside it where it is given as `{"template": …, "parameters": …}`.
    private static func batch(
        _ call: Call
    ) async throws -> (batch: Provisioner.Batch, ignored: [String]) {
        var document = try await call.anyBody()
        let group = call.query("resourceGroup") ?? "default"
        let prunes = call.query("prune") == "true"
        let parameters = document.member("parameters")?.object ?? [:]
        let isWrapped = document.member("template").map(Template.isTemplate) ?? false
        if isWrapped, let template = document.member("template") { document = template }
        guard isWrapped || (Template.isTemplate(document) && document.hasExpressions) else {
            return try await call.provisioner.batch(of: document, group: group, prunes: prunes)
        }
        let (_, batch) = try await TemplateDeployment.evaluate(
            document,
            parameters: isWrapped ? parameters : [:],
            group: group,
            name: "apply",
            prunes: prunes,
            call
        )
        return (batch, [])
    }

    private static func audit(_ call: Call) async throws -> Response {
        let limit = try number(call, "limit") ?? 100
        let entries = try call.state.store.audit(
            before: try number(call, "before"),
            limit: min(max(limit, 1), 1000)
        )
        return try .list(try entries.map(json))
    }

    private static func number(_ call: Call, _ name: String) throws -> Int? {
        guard let text = call.query(name) else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw ARMError(
                .badRequest,
                "InvalidParameter",
                "\(name) is '\(text.prefix(40))', expected a number."
            )
        }
        return value
    }

    private static func json(_ entry: AuditEntry) throws -> JSONValue {
        .object([
            "number": .integer(entry.number ?? 0),
            "time": .string(Date(timeIntervalSince1970: entry.time).ISO8601Format()),
            "principal": .string(entry.principal),
            "action": .string(entry.action),
            "resource": .string(entry.resource),
            "before": try entry.before.map(JSONValue.init(text:)) ?? .null,
            "after": try entry.after.map(JSONValue.init(text:)) ?? .null,
        ])
    }
}

extension JSONValue {
    /// Whether a string in the value is an expression of a template.
    fileprivate var hasExpressions: Bool {
        switch self {
        case .string(let text): text.hasPrefix("[") && text.hasSuffix("]") && !text.hasPrefix("[[")
        case .array(let values): values.contains(where: \.hasExpressions)
        case .object(let members): members.values.contains(where: \.hasExpressions)
        default: false
        }
    }
}
