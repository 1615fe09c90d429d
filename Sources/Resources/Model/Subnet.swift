import Addresses

/// A subnet of a virtual network.
public struct Subnet: ChildResource {
    /// The collection of a virtual network that holds subnets.
    public static let collection = "subnets"

    /// The name, unique in the virtual network.
    public var name: String
    /// The address range of a subnet with one.
    public var addressPrefix: IPPrefix?
    /// The address ranges of a subnet with several, as a rule one for each family.
    public var addressPrefixes: [IPPrefix]
    /// The NAT gateway that carries the subnet's outbound flows.
    public var natGateway: ResourceReference?

    /// All address ranges, whether written in the singular or in the plural form.
    public var prefixes: [IPPrefix] {
        guard let addressPrefix, !addressPrefixes.contains(addressPrefix) else {
            return addressPrefixes
        }
        return [addressPrefix] + addressPrefixes
    }

    /// Reads a subnet in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        addressPrefix = try reader.prefix("addressPrefix")
        addressPrefixes = try reader.prefixes("addressPrefixes")
        natGateway = try reader.value("natGateway")
    }

    /// The subnet in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("addressPrefix", .text(addressPrefix)),
                    ("addressPrefixes", .texts(addressPrefixes)),
                    ("natGateway", natGateway?.json),
                ])
            ),
        ])
    }
}
