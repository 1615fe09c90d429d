import Resources

/// A resource group: a named scope of resources.
public struct ResourceGroup: Hashable, Sendable {
    /// The type as Azure spells it.
    public static let type = "Microsoft.Resources/resourceGroups"

    /// The ARM id.
    public let id: String
    /// The name, which compares without regard to case.
    public let name: String
    /// The region.
    public var location: String
    /// The tags.
    public var tags: [String: String]

    /// Names a group of a subscription.
    init(name: String, subscriptionID: String, location: String, tags: [String: String] = [:]) {
        id = Self.id(name, subscriptionID: subscriptionID)
        self.name = name
        self.location = location
        self.tags = tags
    }

    /// Reads what `stored` has written.
    init(id: String, stored: JSONValue) {
        self.id = id
        name = id.split(separator: "/").last.map(String.init) ?? ""
        location = stored["location"]?.stringValue ?? ""
        tags = stored["tags"]?.object.compactMapValues(\.stringValue) ?? [:]
    }

    /// The id of a group by its name.
    static func id(_ name: String, subscriptionID: String) -> String {
        "/subscriptions/\(subscriptionID)/resourceGroups/\(name)"
    }

    /// What the database keeps.
    var stored: JSONValue {
        .members([
            ("location", .string(location)),
            ("tags", tags.isEmpty ? nil : .object(tags.mapValues(JSONValue.string))),
        ])
    }

    /// The group as ARM answers it.
    public var json: JSONValue {
        .members([
            ("id", .string(id)),
            ("name", .string(name)),
            ("type", .string(Self.type)),
            ("location", .string(location)),
            ("tags", .object(tags.mapValues(JSONValue.string))),
            ("properties", .object(["provisioningState": .string("Succeeded")])),
        ])
    }
}
