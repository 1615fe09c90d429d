import HTTPTypes
import Hummingbird
import Provisioning
import Resources

extension Operations {
    private static let subscriptionPath = "/subscriptions/{subscriptionId}"

    /// The subscription and the tenant, of which there is one each, and what is around them.
    static var subscription: [Operation] {
        [
            Operation(
                method: .get,
                path: "/subscriptions",
                id: "Subscriptions_List",
                summary: "Lists the subscriptions: this node's one.",
                answers: [200: "SubscriptionList"]
            ) { call in try .list([subscription(call)]) },
            Operation(
                method: .get,
                path: subscriptionPath,
                id: "Subscriptions_Get",
                summary: "Gets the subscription.",
                answers: [200: "Subscription"]
            ) { call in try .json(subscription(call)) },
            Operation(
                method: .get,
                path: "\(subscriptionPath)/locations",
                id: "Subscriptions_ListLocations",
                summary: "Lists the regions: this node's one.",
                answers: [200: "LocationList"]
            ) { call in
                let location = call.provisioner.settings.location
                return try .list([
                    .object([
                        "id": .string(
                            "/subscriptions/\(call.state.subscriptionID)/locations/\(location)"
                        ),
                        "name": .string(location), "displayName": .string(location),
                        "regionalDisplayName": .string(location), "type": .string("Region"),
                    ])
                ])
            },
            Operation(
                method: .get,
                path: "/tenants",
                id: "Tenants_List",
                summary: "Lists the tenants: this node's one.",
                answers: [200: "TenantList"]
            ) { call in
                try .list([
                    .object([
                        "id": .string("/tenants/\(call.state.tenantID)"),
                        "tenantId": .string(call.state.tenantID),
                        "displayName": .string("Apus"),
                    ])
                ])
            },
        ] + providers + operations
    }

    private static func subscription(_ call: Call) -> JSONValue {
        .object([
            "id": .string("/subscriptions/\(call.state.subscriptionID)"),
            "subscriptionId": .string(call.state.subscriptionID),
            "tenantId": .string(call.state.tenantID),
            "displayName": .string(call.provisioner.settings.location),
            "state": .string("Enabled"),
            "authorizationSource": .string("RoleBased"),
            "subscriptionPolicies": .object([
                "locationPlacementId": .string("Internal_2014-09-01"),
                "quotaId": .string("Internal_2014-09-01"), "spendingLimit": .string("Off"),
            ]),
        ])
    }

    private static var providers: [Operation] {
        let names = ["Microsoft.Network", "Microsoft.Resources"]
        return [
            Operation(
                method: .get,
                path: "\(subscriptionPath)/providers",
                id: "Providers_List",
                summary: "Lists the resource providers, which are all registered.",
                answers: [200: "ProviderList"]
            ) { call in try .list(names.map { provider($0, call) }) },
            Operation(
                method: .get,
                path: "\(subscriptionPath)/providers/{resourceProviderNamespace}",
                id: "Providers_Get",
                summary: "Gets a resource provider.",
                answers: [200: "Provider"],
                handler: { call in try .json(try find(call, names)) }
            ),
            Operation(
                method: .post,
                path: "\(subscriptionPath)/providers/{resourceProviderNamespace}/register",
                id: "Providers_Register",
                summary: "Registers a resource provider, which has no effect: all are.",
                answers: [200: "Provider"],
                handler: { call in try .json(try find(call, names)) }
            ),
        ]
    }

    private static func find(_ call: Call, _ names: [String]) throws -> JSONValue {
        let wanted = try call.parameter("resourceProviderNamespace")
        guard let name = names.first(where: { $0.lowercased() == wanted.lowercased() }) else {
            throw ARMError(
                .notFound,
                "InvalidResourceNamespace",
                """
                The resource namespace '\(wanted.prefix(100))' is invalid; this node has \
                \(names.joined(separator: " and ")).
                """
            )
        }
        return provider(name, call)
    }

    private static func provider(_ name: String, _ call: Call) -> JSONValue {
        let types: [String] =
            name == "Microsoft.Network"
            ? NetworkType.all.map(\.collection) : ["resourceGroups", "deployments"]
        return .object([
            "id": .string("/subscriptions/\(call.state.subscriptionID)/providers/\(name)"),
            "namespace": .string(name), "registrationState": .string("Registered"),
            "registrationPolicy": .string("RegistrationFree"),
            "resourceTypes": .array(
                types.map { type in
                    .object([
                        "resourceType": .string(type),
                        "locations": .array([.string(call.provisioner.settings.location)]),
                        "apiVersions": .array([.string("2025-01-01")]),
                    ])
                }
            ),
        ])
    }

    private static var operations: [Operation] {
        let path = "\(subscriptionPath)/providers/Microsoft.Network/locations/{location}"
        return [
            Operation(
                method: .get,
                path: "\(path)/operations/{operationId}",
                id: "Operations_Get",
                summary: "Gets the state of a long-running operation.",
                answers: [200: "AzureAsyncOperationResult"],
                handler: { call in try LongRunning.state(call) }
            ),
            Operation(
                method: .get,
                path: "\(path)/operationResults/{operationId}",
                id: "OperationResults_Get",
                summary: "Gets the result of a long-running operation, or 202 while it runs.",
                answers: [200: "AnyResource", 202: nil, 204: nil],
                handler: { call in try LongRunning.result(call) }
            ),
        ]
    }
}
