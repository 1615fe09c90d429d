/// A load-balancing rule: from a frontend's port to a backend port of a pool's members.
public struct LoadBalancingRule: ChildResource {
    /// The collection of a load balancer that holds load-balancing rules.
    public static let collection = "loadBalancingRules"
    /// The idle timeout of a rule that names none, in minutes.
    public static let defaultIdleTimeoutInMinutes = 4

    /// The name, unique among the load balancer's rules.
    public var name: String
    /// The frontend whose packets the rule takes.
    public var frontendIPConfiguration: ResourceReference?
    /// The backend pool, in the singular form that older clients send.
    public var backendAddressPool: ResourceReference?
    /// The backend pools; more than one only for gateway load balancers.
    public var backendAddressPools: [ResourceReference]
    /// The health probe.
    public var probe: ResourceReference?
    /// The protocol of the packets.
    public var transport: TransportProtocol
    /// Which fields of a packet choose the member.
    public var loadDistribution: LoadDistribution?
    /// The port that clients send to; 0 for every port.
    public var frontendPort: Int
    /// The port at the member: 0 for every port, absent for the frontend port.
    public var backendPort: Int?
    /// After how many minutes without packets a TCP flow is idle.
    public var idleTimeoutInMinutes: Int?
    /// Floating IP: the member sees the frontend's address as destination.
    public var enableFloatingIP: Bool?
    /// Whether both ends get a TCP reset when a flow has been idle too long.
    public var enableTcpReset: Bool?
    /// Whether the rule gives its members no outbound translation.
    public var disableOutboundSnat: Bool?
    /// Whether UDP flows stay with their member (REST API of 2025-01-01).
    public var enableConnectionTracking: Bool?
    /// Whether a member that is not ready for Floating IP gets no new flows; Azure has no such word.
    public var requireReadiness: Bool?

    /// Whether Floating IP is on.
    public var isFloating: Bool { enableFloatingIP ?? false }

    /// Whether the rule takes every protocol on every port.
    public var isHAPorts: Bool { transport == .all && frontendPort == 0 }

    /// The port at the member, which is the frontend port when none is written.
    public var effectiveBackendPort: Int { backendPort ?? frontendPort }

    /// All backend pools, each once, whether written in the singular or in the plural form.
    public var pools: [ResourceID] {
        var pools: [ResourceID] = []
        for reference in [backendAddressPool].compactMap({ $0 }) + backendAddressPools
        where !pools.contains(reference.id) {
            pools.append(reference.id)
        }
        return pools
    }

    /// Reads a rule in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        frontendIPConfiguration = try reader.value("frontendIPConfiguration")
        backendAddressPool = try reader.value("backendAddressPool")
        backendAddressPools = try reader.list("backendAddressPools")
        probe = try reader.value("probe")
        transport = try reader.transport()
        loadDistribution = try reader.choice("loadDistribution")
        frontendPort = try reader.port("frontendPort")
        backendPort = try reader.integer("backendPort")
        idleTimeoutInMinutes = try reader.integer("idleTimeoutInMinutes")
        enableFloatingIP = try reader.bool("enableFloatingIP")
        enableTcpReset = try reader.bool("enableTcpReset")
        disableOutboundSnat = try reader.bool("disableOutboundSnat")
        enableConnectionTracking = try reader.bool("enableConnectionTracking")
        requireReadiness = try reader.bool("requireReadiness")
    }

    /// The rule in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("frontendIPConfiguration", frontendIPConfiguration?.json),
                    ("backendAddressPool", backendAddressPool?.json),
                    ("backendAddressPools", .listUnlessEmpty(backendAddressPools)),
                    ("probe", probe?.json),
                    ("protocol", .word(transport)),
                    ("loadDistribution", .word(loadDistribution)),
                    ("frontendPort", .count(frontendPort)),
                    ("backendPort", .count(backendPort)),
                    ("idleTimeoutInMinutes", .count(idleTimeoutInMinutes)),
                    ("enableFloatingIP", .flag(enableFloatingIP)),
                    ("enableTcpReset", .flag(enableTcpReset)),
                    ("disableOutboundSnat", .flag(disableOutboundSnat)),
                    ("enableConnectionTracking", .flag(enableConnectionTracking)),
                    ("requireReadiness", .flag(requireReadiness)),
                ])
            ),
        ])
    }
}
