import Foundation
import HTTPTypes
import Provisioning
import Resources
import Templates

/// A template with where and how it is to be deployed.
struct TemplateDeployment: Sendable {
    let id: ResourceID
    let body: JSONValue
    let call: Call

    private var properties: JSONValue { body.member("properties") ?? .object([:]) }

    /// Writes the template's resources, and returns the deployment with its outputs.
    func carryOut() async throws -> JSONValue {
        let (template, batch) = try await evaluated()
        let answer = try await call.provisioner.write(batch, by: call.principal)
        if let failure = answer.failure {
            throw ARMError(.conflict, failure.code, failure.message)
        }
        let outputs = try await outputs(template)
        return json(state: "Succeeded", outputs: outputs, resources: batch.resources.map(\.id))
    }

    /// What deploying would come to, without deploying.
    func preview() async throws -> JSONValue {
        let (_, batch) = try await evaluated()
        _ = try await call.provisioner.preview(batch)
        return json(state: "Succeeded", resources: batch.resources.map(\.id))
    }

    private func evaluated() async throws -> (EvaluatedTemplate, Provisioner.Batch) {
        guard let written = properties.member("template"), case .object = written else {
            throw Self.invalid(
                "properties.template must hold the template; linked templates (templateLink) are "
                    + "not fetched."
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
        return try await Self.evaluate(
            written,
            parameters: properties.member("parameters")?.object ?? [:],
            group: try call.groupName(),
            name: id.name,
            prunes: mode == "complete",
            call
        )
    }

    /// Evaluates a template into a batch for a group.
    static func evaluate(
        _ template: JSONValue,
        parameters: [String: JSONValue],
        group: String,
        name: String,
        prunes: Bool,
        _ call: Call
    ) async throws -> (EvaluatedTemplate, Provisioner.Batch) {
        let location = await call.provisioner.group(group)?.location
        let evaluated: EvaluatedTemplate
        do throws(TemplateError) {
            evaluated = try Template(template).evaluate(
                parameters: parameters,
                scope: TemplateScope(
                    subscriptionID: call.state.subscriptionID,
                    tenantID: call.state.tenantID,
                    resourceGroup: group,
                    location: location ?? call.provisioner.settings.location,
                    deploymentName: name
                )
            )
        } catch {
            throw invalid(error.description)
        }
        var batch = Provisioner.Batch(resources: [], prunes: prunes)
        for resource in evaluated.resources {
            let isKnown = Resource.types.contains {
                $0.lowercased() == resource.id.root.type.lowercased()
            }
            guard isKnown else {
                throw invalid("this node has no resources of the type of \(resource.id).")
            }
            batch.resources.append((resource.id, resource.body))
        }
        return (evaluated, batch)
    }

    private static func invalid(_ problem: String) -> ARMError {
        ARMError(
            .badRequest,
            "InvalidTemplate",
            "Deployment template validation failed: \(problem)"
        )
    }

    private func outputs(_ template: EvaluatedTemplate) async throws -> JSONValue {
        var known: [ResourceID: JSONValue] = [:]
        for resource in template.resources {
            let isChild = resource.id.parent != nil
            known[resource.id] =
                isChild
                ? await call.provisioner.child(resource.id)
                : await call.provisioner.get(resource.id)
        }
        let found = known
        do throws(TemplateError) {
            return try template.outputs { id, isFull in
                guard let resource = found[id] else {
                    throw TemplateError("\(id) is not one of the template's resources")
                }
                return isFull ? resource : resource["properties"] ?? .null
            }
        } catch {
            throw Self.invalid(error.description)
        }
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
