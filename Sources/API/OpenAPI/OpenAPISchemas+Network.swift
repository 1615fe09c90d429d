import Addresses
import Resources

extension OpenAPISchemas {
    /// What load balancers refer to.
    static var network: [String: JSONValue] {
        [
            "PublicIPAddress": resource(
                [
                    "ipAddress": string, "publicIPAllocationMethod": words(AllocationMethod.self),
                    "publicIPAddressVersion": words(IPVersion.self),
                    "idleTimeoutInMinutes": integer, "ipConfiguration": resourceReference,
                ],
                top: ["sku": sku]
            ),
            "VirtualNetwork": resource([
                "addressSpace": object(["addressPrefixes": array(string)]),
                "subnets": array(reference("Subnet")),
            ]),
            "Subnet": child([
                "addressPrefix": string, "addressPrefixes": array(string),
                "natGateway": resourceReference,
                "ipConfigurations": array(resourceReference),
            ]),
            "NetworkInterface": resource([
                "ipConfigurations": array(reference("NetworkInterfaceIPConfiguration"))
            ]),
            "NetworkInterfaceIPConfiguration": child([
                "primary": flag, "privateIPAddress": string,
                "privateIPAllocationMethod": words(AllocationMethod.self),
                "privateIPAddressVersion": words(IPVersion.self), "subnet": resourceReference,
                "loadBalancerBackendAddressPools": array(resourceReference),
                "loadBalancerInboundNatRules": array(resourceReference),
            ]),
        ]
    }

    /// What is around the resources, and Apus's own.
    static var general: [String: JSONValue] {
        [
            "ErrorResponse": object(["error": reference("ErrorDetail")], required: ["error"]),
            "ErrorDetail": object(
                [
                    "code": string, "message": string, "target": string,
                    "details": array(reference("ErrorDetail")),
                ],
                required: ["code", "message"]
            ),
            "TagsObject": object([
                "tags": .object(["type": .string("object"), "additionalProperties": string])
            ]),
            "AnyResource": anyObject,
            "Subscription": object(["id": string, "subscriptionId": string, "state": string]),
            "Location": object(["name": string, "displayName": string]),
            "Tenant": object(["id": string, "tenantId": string]),
            "Provider": object(["namespace": string, "registrationState": string]),
            "ResourceGroup": object(
                [
                    "id": string, "name": string, "type": string, "location": string,
                    "tags": .object(["type": .string("object"), "additionalProperties": string]),
                ],
                required: ["location"]
            ),
            "Deployment": object(
                [
                    "id": string, "name": string, "type": string,
                    "properties": object([
                        "mode": string, "template": anyObject, "parameters": anyObject,
                        "provisioningState": string, "outputs": anyObject,
                    ]),
                ],
                required: ["properties"]
            ),
            "AzureAsyncOperationResult": object(
                ["status": string, "error": reference("ErrorDetail")],
                required: ["status"]
            ),
        ].merging(requests) { $1 }.merging(apus) { $1 }
    }

    private static var requests: [String: JSONValue] {
        [
            "LoadBalancerHealthPerRule": object(
                [
                    "up": integer, "down": integer,
                    "loadBalancerBackendAddresses": array(
                        object(["ipAddress": string, "state": string, "reason": string])
                    ),
                ],
                required: ["down", "up"]
            ),
            "QueryInboundNatRulePortMappingRequest": object([
                "ipAddress": string, "ipConfiguration": resourceReference,
            ]),
            "BackendAddressInboundNatRulePortMappings": object([
                "inboundNatRulePortMappings": array(
                    object([
                        "inboundNatRuleName": string, "protocol": string,
                        "frontendPort": integer, "backendPort": integer,
                    ])
                )
            ]),
            "MigrateLoadBalancerToIpBasedRequest": object(["pools": array(string)]),
            "MigratedPools": object(["migratedPools": array(string)]),
            "LoadBalancerVipSwapRequest": object([
                "frontendIPConfigurations": array(
                    object(
                        [
                            "id": string,
                            "properties": object(["publicIPAddress": resourceReference]),
                        ],
                        required: ["id", "properties"]
                    )
                )
            ]),
        ]
    }

    private static var apus: [String: JSONValue] {
        documents.merging(diagnosis) { $1 }
    }

    /// What the node finds of itself and its guests.
    private static var diagnosis: [String: JSONValue] {
        [
            "Metrics": string,
            "Diagnosis": object(
                [
                    "node": array(doctorStep),
                    "rules": array(
                        object(
                            ["id": string, "steps": array(doctorStep)],
                            required: ["id", "steps"]
                        )
                    ),
                ],
                required: ["node", "rules"]
            ),
            "GuestReport": object(
                [
                    "items": array(
                        object(
                            [
                                "subject": string, "status": string, "evidence": string,
                                "command": string,
                            ],
                            required: ["subject", "status", "evidence"]
                        )
                    )
                ],
                required: ["items"]
            ),
        ]
    }

    private static var documents: [String: JSONValue] {
        [
            "NodeStatus": object(
                ["subscriptionId": string, "tenantId": string, "rules": array(anyObject)],
                required: ["subscriptionId", "tenantId"]
            ),
            "ExportDocument": object(
                [
                    "format": .object(["const": .string("apus-export")]),
                    "version": .object(["const": .integer(1)]),
                    "subscriptionId": string, "resources": array(anyObject),
                ],
                required: ["format", "resources", "version"]
            ),
            "ARMDocument": .object([
                "type": .array([.string("object"), .string("array")]),
                "description": .string(
                    "A resource, an array of them, a list (value) or a template (resources)."
                ),
            ]),
            "BatchAnswer": object(
                [
                    "mode": string, "tables": anyObject, "warnings": array(anyObject),
                    "changes": array(
                        object([
                            "id": string, "type": string,
                            "action": .object([
                                "type": .string("string"),
                                "enum": .array(
                                    ["create", "update", "delete", "none"].map(JSONValue.string)
                                ),
                            ]),
                        ])
                    ),
                ],
                required: ["changes", "tables", "warnings"]
            ),
            "AuditEntry": object(
                [
                    "number": integer, "time": string, "principal": string, "action": string,
                    "resource": string,
                ],
                required: ["action", "number", "principal", "resource", "time"]
            ),
        ]
    }
}
