/// A backend pool of a load balancer: the members that share the flows of its rules.
public struct BackendAddressPool: ChildResource {
    /// The collection of a load balancer that holds backend pools.
    public static let collection = "backendAddressPools"

    /// The name, unique among the load balancer's pools.
    public var name: String
    /// The members that the pool itself lists.
    public var loadBalancerBackendAddresses: [LoadBalancerBackendAddress]
    /// The IP configurations of network interfaces that joined the pool; Azure fills it in.
    public var backendIPConfigurations: [ResourceReference]
    /// The virtual network of all members by IP address.
    public var virtualNetwork: ResourceReference?
    /// How long flows may drain from a member that leaves, in seconds.
    public var drainPeriodInSeconds: Int?

    /// Reads a pool in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        loadBalancerBackendAddresses = try reader.list("loadBalancerBackendAddresses")
        backendIPConfigurations = try reader.list("backendIPConfigurations")
        virtualNetwork = try reader.value("virtualNetwork")
        drainPeriodInSeconds = try reader.integer("drainPeriodInSeconds")
    }

    /// The pool in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("loadBalancerBackendAddresses", .list(loadBalancerBackendAddresses)),
                    ("backendIPConfigurations", .listUnlessEmpty(backendIPConfigurations)),
                    ("virtualNetwork", virtualNetwork?.json),
                    ("drainPeriodInSeconds", .count(drainPeriodInSeconds)),
                ])
            ),
        ])
    }
}
