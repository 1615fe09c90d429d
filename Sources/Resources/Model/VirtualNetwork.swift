import Addresses

/// A virtual network, `Microsoft.Network/virtualNetworks`.
public struct VirtualNetwork: TrackedResource {
    /// The type as Azure spells it.
    public static let type = "Microsoft.Network/virtualNetworks"

    /// The id.
    public var id: ResourceID
    /// The Azure region.
    public var location: String?
    /// The tags.
    public var tags: [String: String]
    /// The version mark that Azure printed.
    public var etag: String?
    /// The address ranges of the whole network (`addressSpace.addressPrefixes`).
    public var addressPrefixes: [IPPrefix]
    /// The subnets.
    public var subnets: [Subnet]

    /// Reads a virtual network in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        id = try reader.trackedID()
        location = try reader.string("location")
        tags = try reader.tags()
        etag = try reader.string("etag")
        addressPrefixes = try reader.object("addressSpace")?.prefixes("addressPrefixes") ?? []
        subnets = try reader.list(Subnet.collection)
    }

    /// The virtual network in the REST form.
    public var json: JSONValue {
        let space = JSONValue.members([("addressPrefixes", .texts(addressPrefixes))])
        return json(properties: [
            ("addressSpace", space), (Subnet.collection, .list(subnets)),
        ])
    }
}
