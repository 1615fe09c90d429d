import Foundation

import HTTPTypes
import Provisioning
import Resources

/// A template with where and how it is to be deployed.
struct TemplateDeployment: Sendable {
    let id: ResourceID
    let body: JSONValue
    let call: Call

    private var properties: JSONValue { body.member("properties") ?? .object([:]) }

    /// Writes the template's resources, and returns the deployment with its outputs.
    func carryOut() async throws -> JSONValue {
        let batch = try await batch()
        let answer = try await call.provisioner.write(batch, by: call.principal)
        if let failure = answer.failure {
            throw ARMError(.conflict, failure.code, failure.message)
        }
        let outputs = try await outputs(batch)
        return json(state: "Succeeded", outputs: outputs, resources: batch.resources.map(\.id))
    }

    /// What deploying would come to, without deploying.
    func preview() async throws -> JSONValue {
        let batch = try await batch()
        _ = try await call.provisioner.preview(batch)
        return json(state: "Succeeded", resources: batch.resources.map(\.id))
    }

    private func batch() async throws -> Provisioner.Batch {
        guard let template = properties.member("template"), case .object = template else {
            throw ARMError(
                .badRequest,
                "InvalidTemplate",
                """
                Deployment template validation failed: properties.template must hold the template; \
                linked templates (templateLink) are not fetched.
                """
            )
        }
        let mode = properties.member("mode")?.stringValue?.lowercased() ?? "incremental"
        guard mode == "incremental" || mode == "complete" else {
            throw ARMError(
                .badRequest,
                "InvalidDeploymentMode",
                "properties.mode must be Incremental or Complete."
            )
        }
        var (batch, ignored) = try await call.provisioner.batch(
            of: template,
            group: try call.groupName(),
            prunes: mode == "complete"
        )
        guard ignored.isEmpty else {
            throw ARMError(
                .badRequest,
                "InvalidTemplate",
                """
                Deployment template validation failed: this node has no resources of the type of \
                \(ignored.joined(separator: ", ")).
                """
            )
        }
        batch.prunes = mode == "complete"
        return batch
    }

    /// The outputs; an expression is a reference to one of the template's resources.
    private func outputs(_ batch: Provisioner.Batch) async throws -> JSONValue {
        let written = properties.member("template")?.member("outputs")?.object ?? [:]
        var outputs: [String: JSONValue] = [:]
        for (name, output) in written {
            let type = output.member("type")?.stringValue ?? "object"
            let value = output.member("value") ?? .null
            outputs[name] = .object([
                "type": .string(type.prefix(1).uppercased() + type.dropFirst()),
                "value": try await evaluate(value, batch),
            ])
        }
        return .object(outputs)
    }

    private func evaluate(
        _ value: JSONValue,
        _ batch: Provisioner.Batch
    ) async throws -> JSONValue {
        guard case .string(let text) = value, text.hasPrefix("["), !text.hasPrefix("[[") else {
            return value
        }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "[reference(", parts[2] == ")]",
            let target = batch.resources.first(where: {
                $0.id.name.lowercased() == parts[1].lowercased()
                    || $0.id.description.lowercased() == parts[1].lowercased()
            }), let resource = await call.provisioner.get(target.id)
        else {
            throw ARMError(
                .badRequest,
                "InvalidTemplate",
                "The output \(text.prefix(200)) is no reference to a resource of the template."
            )
        }
        return resource["properties"] ?? .null
    }

    /// The deployment as ARM answers it.
    func json(
        state: String,
        outputs: JSONValue = .object([:]),
        resources: [ResourceID] = [],
        error: ARMError? = nil
    ) -> JSONValue {
        .object([
            "id": .string(id.description), "name": .string(id.name),
            "type": .string("Microsoft.Resources/deployments"),
            "properties": .members([
                ("mode", .string("Incremental")),
                ("provisioningState", .string(state)),
                ("timestamp", .string(Date().ISO8601Format())),
                ("duration", .string("PT0S")),
                ("correlationId", .string(UUID().uuidString.lowercased())),
                ("parameters", .object([:])),
                ("providers", .array([])),
                ("dependencies", .array([])),
                ("outputs", outputs),
                (
                    "outputResources",
                    .array(resources.map { .object(["id": .string($0.description)]) })
                ),
                ("error", error?.json),
            ]),
        ])
    }
}
