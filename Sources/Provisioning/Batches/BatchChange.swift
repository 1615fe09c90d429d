import Resources

/// What a batch does to one resource.
public struct BatchChange: Sendable {
    /// What is done.
    public enum Action: String, Sendable {
        /// The resource is made.
        case create
        /// The resource is replaced.
        case update
        /// The resource is taken away.
        case delete
        /// The resource is already as it should be.
        case none
    }

    /// The resource's id.
    public var id: ResourceID
    /// What is done.
    public var action: Action
    /// The resource before; `nil` when there was none.
    public var before: JSONValue?
    /// The resource after; `nil` when there is none.
    public var after: JSONValue?

    /// The change as JSON.
    public var json: JSONValue {
        .object([
            "id": .string(id.description),
            "type": .string(Presentation.spelled(id.type)),
            "action": .string(action.rawValue),
            "before": before ?? .null,
            "after": after ?? .null,
        ])
    }
}
