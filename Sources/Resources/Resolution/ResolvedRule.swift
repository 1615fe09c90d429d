import Addresses

/// A load-balancing rule with its addresses in place of references.
public struct ResolvedRule: Hashable, Sendable {
    /// The id of the rule.
    public var id: String
    /// The name of its load balancer.
    public var loadBalancer: String
    /// The name of the rule.
    public var name: String
    /// The address of the rule's frontend.
    public var frontend: IPAddress
    /// The protocol; `all` with both ports 0 for an HA-ports rule.
    public var transport: TransportProtocol
    /// The port that clients send to.
    public var frontendPort: UInt16
    /// The port at the member.
    public var backendPort: UInt16
    /// Which fields of a packet choose the member.
    public var distribution: LoadDistribution
    /// Whether the member sees the frontend's address as destination.
    public var isFloatingIPEnabled: Bool
    /// Whether both ends get a TCP reset when a flow has been idle too long.
    public var isTCPResetEnabled: Bool
    /// Whether UDP flows stay with their member.
    public var isConnectionTrackingEnabled: Bool
    /// Whether a member that does not own the frontend's address counts as down.
    public var requiresReadiness: Bool
    /// How long a flow may be without packets.
    public var idleTimeout: Duration
    /// The id of the health probe; `nil` for a rule without one.
    public var probe: String?
    /// What happens when the probe finds every member down.
    public var noHealthyBackendsBehavior: NoHealthyBackendsBehavior
    /// How long a member that leaves keeps the flows that it has.
    public var drainPeriod: Duration
    /// The members in the order of their addresses; empty when the rule has none.
    public var members: [ResolvedMember]

    /// Makes a rule from its parts.
    public init(
        id: String,
        loadBalancer: String,
        name: String,
        frontend: IPAddress,
        transport: TransportProtocol,
        frontendPort: UInt16,
        backendPort: UInt16,
        distribution: LoadDistribution,
        isFloatingIPEnabled: Bool,
        isTCPResetEnabled: Bool,
        isConnectionTrackingEnabled: Bool,
        requiresReadiness: Bool = false,
        idleTimeout: Duration,
        probe: String?,
        noHealthyBackendsBehavior: NoHealthyBackendsBehavior = .allProbedDown,
        drainPeriod: Duration = .zero,
        members: [ResolvedMember]
    ) {
        self.id = id
        self.loadBalancer = loadBalancer
        self.name = name
        self.frontend = frontend
        self.transport = transport
        self.frontendPort = frontendPort
        self.backendPort = backendPort
        self.distribution = distribution
        self.isFloatingIPEnabled = isFloatingIPEnabled
        self.isTCPResetEnabled = isTCPResetEnabled
        self.isConnectionTrackingEnabled = isConnectionTrackingEnabled
        self.requiresReadiness = requiresReadiness
        self.idleTimeout = idleTimeout
        self.probe = probe
        self.noHealthyBackendsBehavior = noHealthyBackendsBehavior
        self.drainPeriod = drainPeriod
        self.members = members
    }
}
