import Resources

/// The schemas of the OpenAPI document.
enum OpenAPISchemas {
    /// All schemas by name.
    static var all: [String: JSONValue] {
        var schemas = network.merging(loadBalancer) { $1 }.merging(general) { $1 }
        let listed = [
            "LoadBalancer", "PublicIPAddress", "VirtualNetwork", "NetworkInterface",
            "FrontendIPConfiguration", "BackendAddressPool", "LoadBalancingRule", "Probe",
            "InboundNatRule", "OutboundRule", "Subnet", "NetworkInterfaceIPConfiguration",
            "Subscription", "Location", "Tenant", "Provider", "ResourceGroup", "AnyResource",
            "AuditEntry", "Deployment",
        ]
        for name in listed {
            schemas["\(name)List"] = object(
                ["value": array(reference(name)), "nextLink": string],
                required: ["value"]
            )
        }
        return schemas
    }

    /// Any text.
    static let string = JSONValue.object(["type": .string("string")])
    /// Any whole number.
    static let integer = JSONValue.object(["type": .string("integer")])
    /// True or false.
    static let flag = JSONValue.object(["type": .string("boolean")])
    /// Any object.
    static let anyObject = JSONValue.object(["type": .string("object")])

    /// Another schema.
    static func reference(_ name: String) -> JSONValue {
        .object(["$ref": .string("#/components/schemas/\(name)")])
    }

    /// An array of elements of a schema.
    static func array(_ element: JSONValue) -> JSONValue {
        .object(["type": .string("array"), "items": element])
    }

    /// One of a set of words.
    static func words<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> JSONValue
    where Word.RawValue == String {
        .object([
            "type": .string("string"),
            "enum": .array(Word.allCases.map { .string($0.rawValue) }),
        ])
    }

    /// A whole number within bounds.
    static func number(_ range: ClosedRange<Int>) -> JSONValue {
        .object([
            "type": .string("integer"), "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound),
        ])
    }

    /// An object; members that are not named may be there too.
    static func object(
        _ properties: [String: JSONValue],
        required: [String] = []
    ) -> JSONValue {
        .members([
            ("type", .string("object")),
            ("properties", .object(properties)),
            ("required", required.isEmpty ? nil : .array(required.map(JSONValue.string))),
        ])
    }

    /// A reference to a resource.
    static let resourceReference = object(["id": string], required: ["id"])

    /// A top-level resource with its properties.
    static func resource(
        _ properties: [String: JSONValue],
        required: [String] = [],
        top: [String: JSONValue] = [:]
    ) -> JSONValue {
        let common: [String: JSONValue] = [
            "id": string, "name": string, "type": string, "etag": string, "location": string,
            "tags": .object(["type": .string("object"), "additionalProperties": string]),
            "properties": object(
                properties.merging(["provisioningState": string, "resourceGuid": string]) { $1 },
                required: required
            ),
        ]
        return object(common.merging(top) { $1 })
    }

    /// A child resource with its properties.
    static func child(
        _ properties: [String: JSONValue],
        required: [String] = []
    ) -> JSONValue {
        object([
            "id": string, "name": string, "type": string, "etag": string,
            "properties": object(
                properties.merging(["provisioningState": string]) { $1 },
                required: required
            ),
        ])
    }

    /// What the doctor found of one step.
    static let doctorStep = object(
        [
            "name": string, "member": string, "outcome": string, "evidence": string,
            "remedy": string, "command": string, "isForMember": flag,
        ],
        required: ["name", "outcome", "evidence", "isForMember"]
    )

    /// A product level and reach.
    static let sku = object(["name": words(SKUName.self), "tier": words(SKUTier.self)])
}
