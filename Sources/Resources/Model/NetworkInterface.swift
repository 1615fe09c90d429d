/// A network interface, `Microsoft.Network/networkInterfaces`.
public struct NetworkInterface: TrackedResource {
    /// The type as Azure spells it.
    public static let type = "Microsoft.Network/networkInterfaces"

    /// The id.
    public var id: ResourceID
    /// The Azure region.
    public var location: String?
    /// The tags.
    public var tags: [String: String]
    /// The version mark that Azure printed.
    public var etag: String?
    /// The IP configurations.
    public var ipConfigurations: [NetworkInterfaceIPConfiguration]

    /// The name of the primary IP configuration: the one that says so, else the first.
    public var primaryName: String? {
        (ipConfigurations.first { $0.primary == true } ?? ipConfigurations.first)?.name
    }

    /// Whether the interface has addresses of both families.
    public var isDualStack: Bool { Set(ipConfigurations.map(\.version)).count == 2 }

    /// Reads a network interface in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        id = try reader.trackedID()
        location = try reader.string("location")
        tags = try reader.tags()
        etag = try reader.string("etag")
        ipConfigurations = try reader.list(NetworkInterfaceIPConfiguration.collection)
    }

    /// The network interface in the REST form.
    public var json: JSONValue {
        json(properties: [
            (NetworkInterfaceIPConfiguration.collection, .list(ipConfigurations))
        ])
    }
}
