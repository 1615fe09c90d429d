import HTTPTypes
import Hummingbird
import Provisioning
import Resources

extension Operations {
    private static let groupPath =
        "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}"

    /// Resource groups, and what is in them.
    static var groups: [Operation] { oneGroup + groupLists }

    private static var oneGroup: [Operation] {
        [
            Operation(
                method: .put,
                path: groupPath,
                id: "ResourceGroups_CreateOrUpdate",
                summary: "Makes a resource group, or replaces its tags.",
                body: "ResourceGroup",
                answers: [200: "ResourceGroup", 201: "ResourceGroup"],
                handler: putGroup
            ),
            Operation(
                method: .get,
                path: groupPath,
                id: "ResourceGroups_Get",
                summary: "Gets a resource group.",
                answers: [200: "ResourceGroup"]
            ) { call in try .json(try await group(call).json) },
            Operation(
                method: .head,
                path: groupPath,
                id: "ResourceGroups_CheckExistence",
                summary: "Says whether a resource group exists.",
                answers: [204: nil, 404: nil]
            ) { call in
                let isThere = await call.provisioner.group(try call.groupName()) != nil
                return .empty(isThere ? .noContent : .notFound)
            },
            Operation(
                method: .patch,
                path: groupPath,
                id: "ResourceGroups_Update",
                summary: "Replaces the tags of a resource group.",
                body: "TagsObject",
                answers: [200: "ResourceGroup"]
            ) { call in
                let known = try await group(call)
                let answer = try await call.provisioner.putGroup(
                    known.name,
                    location: known.location,
                    tags: call.tags(await call.body()),
                    by: call.principal
                )
                return try .json(answer.group.json)
            },
            Operation(
                method: .delete,
                path: groupPath,
                id: "ResourceGroups_Delete",
                summary: "Deletes a resource group with everything in it.",
                answers: [202: nil, 204: nil]
            ) { call in
                let known = try await group(call)
                return try LongRunning(call: call).start(.accepted, about: known.id) {
                    _ = try await call.provisioner.deleteGroup(known.name, by: call.principal)
                    return nil
                }
            },
        ]
    }

    private static var groupLists: [Operation] {
        [
            Operation(
                method: .get,
                path: "/subscriptions/{subscriptionId}/resourcegroups",
                id: "ResourceGroups_List",
                summary: "Lists the resource groups.",
                answers: [200: "ResourceGroupList"]
            ) { call in try .list(await call.provisioner.allGroups.map(\.json)) },
            Operation(
                method: .get,
                path: "/subscriptions/{subscriptionId}/resources",
                id: "Resources_List",
                summary: "Lists all resources, or those that a filter names.",
                answers: [200: "AnyResourceList"],
                query: [filter, expand]
            ) { call in try .list(try await resources(call, group: nil)) },
            Operation(
                method: .get,
                path: "\(groupPath)/resources",
                id: "Resources_ListByResourceGroup",
                summary: "Lists the resources of a group, or those of them that a filter names.",
                answers: [200: "AnyResourceList"],
                query: [filter, expand]
            ) { call in
                let known = try await group(call)
                return try .list(try await resources(call, group: known.name))
            },
        ]
    }

    private static let filter = QueryParameter(
        name: "$filter",
        summary: "As in: resourceGroup eq 'g' and name eq 'n' and resourceType eq 't'."
    )
    private static let expand = QueryParameter(
        name: "$expand",
        summary: "Accepted, and of no effect."
    )

    private static func group(_ call: Call) async throws -> ResourceGroup {
        try await requireGroup(call)
        guard let group = await call.provisioner.group(try call.groupName()) else {
            throw ARMError(.notFound, "ResourceGroupNotFound", "The resource group is gone.")
        }
        return group
    }

    private static func putGroup(_ call: Call) async throws -> Response {
        let body = try await call.body()
        guard let location = body.member("location")?.stringValue, !location.isEmpty else {
            throw ARMError(
                .badRequest,
                "LocationRequired",
                "The location property is required for this definition: a resource group's region."
            )
        }
        let answer = try await call.provisioner.putGroup(
            try call.groupName(),
            location: location,
            tags: try call.tags(body),
            by: call.principal
        )
        return try .json(answer.group.json, answer.isNew ? .created : .ok)
    }

    private static func resources(_ call: Call, group: String?) async throws -> [JSONValue] {
        let conditions = try ResourceFilter(call.query("$filter") ?? "")
        return await call.provisioner.summaries().filter { resource in
            let own = resource["resourceGroup"]?.stringValue ?? ""
            if let group, own.lowercased() != group.lowercased() { return false }
            return conditions.matches(resource)
        }
    }
}
