/// What every top-level resource has.
public protocol TrackedResource: ResourceValue {
    /// The type as Azure spells it, such as `Microsoft.Network/loadBalancers`.
    static var type: String { get }
    /// The id, which no other resource has.
    var id: ResourceID { get }
    /// The Azure region, which Apus keeps and does not use.
    var location: String? { get }
    /// The tags.
    var tags: [String: String] { get }
    /// The version mark that Azure printed.
    var etag: String? { get }
}

extension TrackedResource {
    /// The name of the resource: the last part of its id.
    public var name: String { id.name }

    /// The REST form, made of the common members and the given ones.
    func json(sku: SKU? = nil, properties: [(String, JSONValue?)]) -> JSONValue {
        .members([
            ("id", .text(id)),
            ("name", .text(name)),
            ("type", .text(Self.type)),
            ("location", .text(location)),
            ("etag", .text(etag)),
            ("tags", .tags(tags)),
            ("sku", sku?.json),
            ("properties", .members(properties)),
        ])
    }
}

extension JSONObjectReader {
    /// Reads the id of a top-level resource.
    func trackedID() throws(ResourceDocumentError) -> ResourceID {
        try required(resourceID("id"), "id", ResourceID.expectation)
    }
}
