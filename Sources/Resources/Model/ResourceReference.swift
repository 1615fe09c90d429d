/// A reference to another resource: an object of which only `id` counts.
///
/// Some clients send the whole resource where a reference is meant; everything beside its id is
/// ignored.
public struct ResourceReference: ResourceValue {
    /// The id of the resource that is referred to.
    public let id: ResourceID

    /// Makes a reference to a resource.
    public init(id: ResourceID) {
        self.id = id
    }

    /// Reads the id.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        id = try reader.required(reader.resourceID("id"), "id", ResourceID.expectation)
    }

    /// An object with the id alone.
    public var json: JSONValue { .members([("id", .string(id.description))]) }
}
