import Addresses

/// A member of a backend pool: an address of its own, or an IP configuration of a network
/// interface.
public struct LoadBalancerBackendAddress: ChildResource {
    /// The collection of a backend pool that holds its members.
    public static let collection = "loadBalancerBackendAddresses"

    /// The name, unique in the pool.
    public var name: String
    /// The address of a member by IP address.
    public var ipAddress: IPAddress?
    /// The virtual network of a member by IP address.
    public var virtualNetwork: ResourceReference?
    /// The subnet of a member by IP address.
    public var subnet: ResourceReference?
    /// The IP configuration of a member by network interface; Azure fills it in.
    public var networkInterfaceIPConfiguration: ResourceReference?
    /// The regional frontend that is a member of a load balancer of the Global tier.
    public var loadBalancerFrontendIPConfiguration: ResourceReference?
    /// The operator's word on the member; `none` when absent.
    public var adminState: AdminState?
    /// The member's share of new flows in relation to the others', 1 to 1000; 1 when absent.
    ///
    /// Azure has no such property: it is an addition of Apus, and other clients drop it.
    public var weight: Int?

    /// Reads a member in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        ipAddress = try reader.address("ipAddress")
        virtualNetwork = try reader.value("virtualNetwork")
        subnet = try reader.value("subnet")
        networkInterfaceIPConfiguration = try reader.value("networkInterfaceIPConfiguration")
        loadBalancerFrontendIPConfiguration =
            try reader.value("loadBalancerFrontendIPConfiguration")
        adminState = try reader.choice("adminState")
        weight = try reader.integer("weight")
    }

    /// The member in the REST form.
    public var json: JSONValue {
        let frontend = loadBalancerFrontendIPConfiguration
        return .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("ipAddress", .text(ipAddress)),
                    ("virtualNetwork", virtualNetwork?.json),
                    ("subnet", subnet?.json),
                    ("networkInterfaceIPConfiguration", networkInterfaceIPConfiguration?.json),
                    ("loadBalancerFrontendIPConfiguration", frontend?.json),
                    ("adminState", .word(adminState)),
                    ("weight", .count(weight)),
                ])
            ),
        ])
    }
}
