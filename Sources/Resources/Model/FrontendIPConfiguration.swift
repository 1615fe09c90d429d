import Addresses

/// A frontend of a load balancer: one address that clients send to.
public struct FrontendIPConfiguration: ChildResource {
    /// The collection of a load balancer that holds frontends.
    public static let collection = "frontendIPConfigurations"

    /// The name, unique among the load balancer's frontends.
    public var name: String
    /// The address of an internal frontend.
    public var privateIPAddress: IPAddress?
    /// How the private address is given.
    public var privateIPAllocationMethod: AllocationMethod?
    /// The family of the address; IPv4 when absent.
    public var privateIPAddressVersion: IPVersion?
    /// The subnet of an internal frontend.
    public var subnet: ResourceReference?
    /// The public address of a public frontend.
    public var publicIPAddress: ResourceReference?
    /// The range of public addresses of a frontend for outbound rules.
    public var publicIPPrefix: ResourceReference?
    /// The frontend of a gateway load balancer that this one is chained to.
    public var gatewayLoadBalancer: ResourceReference?
    /// The availability zones.
    public var zones: [String]

    /// Whether the frontend has a public address or range.
    public var isPublic: Bool { publicIPAddress != nil || publicIPPrefix != nil }

    /// Whether the frontend has a private address or a subnet.
    public var isPrivate: Bool { privateIPAddress != nil || subnet != nil }

    /// Reads a frontend in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        privateIPAddress = try reader.address("privateIPAddress")
        privateIPAllocationMethod = try reader.choice("privateIPAllocationMethod")
        privateIPAddressVersion = try reader.choice("privateIPAddressVersion")
        subnet = try reader.value("subnet")
        publicIPAddress = try reader.value("publicIPAddress")
        publicIPPrefix = try reader.value("publicIPPrefix")
        gatewayLoadBalancer = try reader.value("gatewayLoadBalancer")
        zones = try reader.strings("zones")
    }

    /// The frontend in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            ("zones", .texts(zones)),
            (
                "properties",
                .members([
                    ("privateIPAddress", .text(privateIPAddress)),
                    ("privateIPAllocationMethod", .word(privateIPAllocationMethod)),
                    ("privateIPAddressVersion", .word(privateIPAddressVersion)),
                    ("subnet", subnet?.json),
                    ("publicIPAddress", publicIPAddress?.json),
                    ("publicIPPrefix", publicIPPrefix?.json),
                    ("gatewayLoadBalancer", gatewayLoadBalancer?.json),
                ])
            ),
        ])
    }
}
