/// An outbound rule: source translation of a pool's members behind frontends.
public struct OutboundRule: ChildResource {
    /// The collection of a load balancer that holds outbound rules.
    public static let collection = "outboundRules"

    /// The name, unique among the load balancer's outbound rules.
    public var name: String
    /// The frontends whose addresses outbound flows get.
    public var frontendIPConfigurations: [ResourceReference]
    /// The pool whose members' flows are translated.
    public var backendAddressPool: ResourceReference?
    /// The protocol of the flows.
    public var transport: TransportProtocol
    /// How many source ports each member gets; 0 or absent for the default by pool size.
    public var allocatedOutboundPorts: Int?
    /// After how many minutes without packets a flow is idle; 4 when absent.
    public var idleTimeoutInMinutes: Int?
    /// Whether both ends get a TCP reset when a flow has been idle too long.
    public var enableTcpReset: Bool?

    /// Reads a rule in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        frontendIPConfigurations = try reader.list("frontendIPConfigurations")
        backendAddressPool = try reader.value("backendAddressPool")
        transport = try reader.transport()
        allocatedOutboundPorts = try reader.integer("allocatedOutboundPorts")
        idleTimeoutInMinutes = try reader.integer("idleTimeoutInMinutes")
        enableTcpReset = try reader.bool("enableTcpReset")
    }

    /// The rule in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("frontendIPConfigurations", .list(frontendIPConfigurations)),
                    ("backendAddressPool", backendAddressPool?.json),
                    ("protocol", .word(transport)),
                    ("allocatedOutboundPorts", .count(allocatedOutboundPorts)),
                    ("idleTimeoutInMinutes", .count(idleTimeoutInMinutes)),
                    ("enableTcpReset", .flag(enableTcpReset)),
                ])
            ),
        ])
    }
}
