/// An inbound NAT rule: a frontend's port, or a range with one port a member, to one backend port.
public struct InboundNatRule: ChildResource {
    /// The collection of a load balancer that holds inbound NAT rules.
    public static let collection = "inboundNatRules"

    /// The name, unique among the load balancer's inbound NAT rules.
    public var name: String
    /// The frontend whose packets the rule takes.
    public var frontendIPConfiguration: ResourceReference?
    /// The IP configuration of a rule for one member; Azure fills it in.
    public var backendIPConfiguration: ResourceReference?
    /// The pool of a rule for every member.
    public var backendAddressPool: ResourceReference?
    /// The protocol of the packets.
    public var transport: TransportProtocol
    /// The frontend port of a rule for one member.
    public var frontendPort: Int?
    /// The first frontend port of a rule for a pool.
    public var frontendPortRangeStart: Int?
    /// The last frontend port of a rule for a pool.
    public var frontendPortRangeEnd: Int?
    /// The port at the member.
    public var backendPort: Int?
    /// After how many minutes without packets a TCP flow is idle; 4 when absent.
    public var idleTimeoutInMinutes: Int?
    /// Floating IP: the member sees the frontend's address as destination.
    public var enableFloatingIP: Bool?
    /// Whether both ends get a TCP reset when a flow has been idle too long.
    public var enableTcpReset: Bool?

    /// The frontend ports that the rule takes; `nil` when they are not written or out of order.
    var frontendPorts: ClosedRange<Int>? {
        if backendAddressPool == nil, let frontendPort { return frontendPort...frontendPort }
        guard let first = frontendPortRangeStart, let last = frontendPortRangeEnd, first <= last
        else { return nil }
        return first...last
    }

    /// Reads a rule in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        frontendIPConfiguration = try reader.value("frontendIPConfiguration")
        backendIPConfiguration = try reader.value("backendIPConfiguration")
        backendAddressPool = try reader.value("backendAddressPool")
        transport = try reader.transport()
        frontendPort = try reader.integer("frontendPort")
        frontendPortRangeStart = try reader.integer("frontendPortRangeStart")
        frontendPortRangeEnd = try reader.integer("frontendPortRangeEnd")
        backendPort = try reader.integer("backendPort")
        idleTimeoutInMinutes = try reader.integer("idleTimeoutInMinutes")
        enableFloatingIP = try reader.bool("enableFloatingIP")
        enableTcpReset = try reader.bool("enableTcpReset")
    }

    /// The rule in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("frontendIPConfiguration", frontendIPConfiguration?.json),
                    ("backendIPConfiguration", backendIPConfiguration?.json),
                    ("backendAddressPool", backendAddressPool?.json),
                    ("protocol", .word(transport)),
                    ("frontendPort", .count(frontendPort)),
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
