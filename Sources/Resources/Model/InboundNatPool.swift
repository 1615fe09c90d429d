/// An inbound NAT pool: a range of frontend ports for the instances of a scale set.
public struct InboundNatPool: ChildResource {
    /// The collection of a load balancer that holds inbound NAT pools.
    public static let collection = "inboundNatPools"

    /// The name, unique among the load balancer's inbound NAT pools.
    public var name: String
    /// The frontend whose packets the pool takes.
    public var frontendIPConfiguration: ResourceReference?
    /// The protocol of the packets.
    public var transport: TransportProtocol
    /// The first frontend port.
    public var frontendPortRangeStart: Int
    /// The last frontend port.
    public var frontendPortRangeEnd: Int
    /// The port at the instance.
    public var backendPort: Int
    /// After how many minutes without packets a TCP flow is idle; 4 when absent.
    public var idleTimeoutInMinutes: Int?
    /// Floating IP: the instance sees the frontend's address as destination.
    public var enableFloatingIP: Bool?
    /// Whether both ends get a TCP reset when a flow has been idle too long.
    public var enableTcpReset: Bool?

    /// Reads a pool in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        frontendIPConfiguration = try reader.value("frontendIPConfiguration")
        transport = try reader.transport()
        frontendPortRangeStart = try reader.port("frontendPortRangeStart")
        frontendPortRangeEnd = try reader.port("frontendPortRangeEnd")
        backendPort = try reader.port("backendPort")
        idleTimeoutInMinutes = try reader.integer("idleTimeoutInMinutes")
        enableFloatingIP = try reader.bool("enableFloatingIP")
        enableTcpReset = try reader.bool("enableTcpReset")
    }

    /// The pool in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("frontendIPConfiguration", frontendIPConfiguration?.json),
                    ("protocol", .word(transport)),
                    ("frontendPortRangeStart", .count(frontendPortRangeStart)),
                    ("frontendPortRangeEnd", .count(frontendPortRangeEnd)),
                    ("backendPort", .count(backendPort)),
                    ("idleTimeoutInMinutes", .count(idleTimeoutInMinutes)),
                    ("enableFloatingIP", .flag(enableFloatingIP)),
                    ("enableTcpReset", .flag(enableTcpReset)),
                ])
            ),
        ])
    }
}
