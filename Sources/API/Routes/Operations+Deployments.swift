import HTTPTypes
import Hummingbird
import Provisioning
import Resources

extension Operations {
    private static let deploymentsPath =
        "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}/providers/"
        + "Microsoft.Resources/deployments"
    private static let deploymentPath = "\(deploymentsPath)/{deploymentName}"

    /// Deployments of ARM templates.
    static var deployments: [Operation] { deploying + deployed }

    private static var deploying: [Operation] {
        [
            Operation(
                method: .put,
                path: deploymentPath,
                id: "Deployments_CreateOrUpdate",
                summary: "Deploys a template: all its resources, or none of them.",
                body: "Deployment",
                answers: [200: "Deployment", 201: "Deployment"],
                handler: deploy
            ),
            Operation(
                method: .post,
                path: "\(deploymentPath)/validate",
                id: "Deployments_Validate",
                summary: "Says whether a template could be deployed, without deploying it.",
                body: "Deployment",
                answers: [200: "Deployment"],
                handler: validate
            ),
        ]
    }

    private static var deployed: [Operation] {
        [
            Operation(
                method: .get,
                path: deploymentPath,
                id: "Deployments_Get",
                summary: "Gets what a deployment came to.",
                answers: [200: "Deployment"]
            ) { call in
                let id = try deploymentID(call)
                try await requireGroup(call)
                guard let json = await call.provisioner.deployment(id) else {
                    throw deploymentNotFound(id)
                }
                return try .json(json)
            },
            Operation(
                method: .head,
                path: deploymentPath,
                id: "Deployments_CheckExistence",
                summary: "Says whether there is a deployment.",
                answers: [204: nil, 404: nil]
            ) { call in
                let id = try deploymentID(call)
                let isThere = await call.provisioner.deployment(id) != nil
                return .empty(isThere ? .noContent : .notFound)
            },
            Operation(
                method: .delete,
                path: deploymentPath,
                id: "Deployments_Delete",
                summary: "Forgets a deployment; what it deployed stays.",
                answers: [202: nil, 204: nil]
            ) { call in
                let id = try deploymentID(call)
                try await requireGroup(call)
                _ = try await call.provisioner.removeDeployment(id)
                return .empty(.noContent)
            },
            Operation(
                method: .get,
                path: deploymentsPath,
                id: "Deployments_ListByResourceGroup",
                summary: "Lists the deployments of a group.",
                answers: [200: "DeploymentList"]
            ) { call in
                try await requireGroup(call)
                return try .list(
                    await call.provisioner.allDeployments(group: try call.groupName())
                )
            },
        ]
    }

    private static func deploymentID(_ call: Call) throws -> ResourceID {
        let name = try call.parameter("deploymentName")
        let isAllowed: (Character) -> Bool = {
            $0.isLetter || $0.isNumber || "-_.()".contains($0)
        }
        let text =
            "/subscriptions/\(call.state.subscriptionID)/resourceGroups/\(try call.groupName())"
            + "/providers/Microsoft.Resources/deployments/\(name)"
        guard (1...64).contains(name.count), name.allSatisfy(isAllowed), let id = ResourceID(text)
        else {
            throw ARMError(
                .badRequest,
                "InvalidDeploymentName",
                "The deployment name '\(name.prefix(80))' is invalid: 1 to 64 letters, digits, -_.()"
            )
        }
        return id
    }

    private static func deploymentNotFound(_ id: ResourceID) -> ARMError {
        ARMError(
            .notFound,
            "DeploymentNotFound",
            "Deployment '\(id.name)' could not be found."
        )
    }

    private static func deploy(_ call: Call) async throws -> Response {
        let id = try deploymentID(call)
        try await requireGroup(call)
        let deployment = TemplateDeployment(id: id, body: try await call.body(), call: call)
        let known = await call.provisioner.deployment(id) != nil
        let accepted = deployment.json(state: "Accepted")
        try await call.provisioner.saveDeployment(id, accepted)
        // A refusal at once makes the Azure CLI end with a traceback: it is told by the operation.
        return try LongRunning(call: call).start(
            known ? .ok : .created,
            body: accepted,
            about: id.description
        ) {
            do {
                let done = try await deployment.carryOut()
                try await call.provisioner.saveDeployment(id, done)
                return done
            } catch {
                let failed = deployment.json(state: "Failed", error: ARMError(any: error))
                try await call.provisioner.saveDeployment(id, failed)
                throw error
            }
        }
    }

    private static func validate(_ call: Call) async throws -> Response {
        let id = try deploymentID(call)
        try await requireGroup(call)
        let deployment = TemplateDeployment(id: id, body: try await call.body(), call: call)
        return try .json(try await deployment.preview())
    }
}
