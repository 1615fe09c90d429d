import Addresses

/// A public IP address, `Microsoft.Network/publicIPAddresses`.
public struct PublicIPAddress: TrackedResource {
    /// The type as Azure spells it.
    public static let type = "Microsoft.Network/publicIPAddresses"

    /// The id.
    public var id: ResourceID
    /// The Azure region.
    public var location: String?
    /// The tags.
    public var tags: [String: String]
    /// The version mark that Azure printed.
    public var etag: String?
    /// The product level and reach.
    public var sku: SKU?
    /// The address; absent while none is assigned.
    public var ipAddress: IPAddress?
    /// How the address is given.
    public var publicIPAllocationMethod: AllocationMethod?
    /// The family of the address; IPv4 when absent.
    public var publicIPAddressVersion: IPVersion?
    /// The address's own idle timeout for inbound flows, in minutes.
    public var idleTimeoutInMinutes: Int?

    /// The product level; Standard when the document names none.
    public var skuName: SKUName { sku?.name ?? .standard }

    /// Reads a public IP address in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        id = try reader.trackedID()
        location = try reader.string("location")
        tags = try reader.tags()
        etag = try reader.string("etag")
        sku = try reader.value("sku")
        ipAddress = try reader.address("ipAddress")
        publicIPAllocationMethod = try reader.choice("publicIPAllocationMethod")
        publicIPAddressVersion = try reader.choice("publicIPAddressVersion")
        idleTimeoutInMinutes = try reader.integer("idleTimeoutInMinutes")
    }

    /// The public IP address in the REST form.
    public var json: JSONValue {
        json(
            sku: sku,
            properties: [
                ("ipAddress", .text(ipAddress)),
                ("publicIPAllocationMethod", .word(publicIPAllocationMethod)),
                ("publicIPAddressVersion", .word(publicIPAddressVersion)),
                ("idleTimeoutInMinutes", .count(idleTimeoutInMinutes)),
            ]
        )
    }
}
