import Addresses

/// A health probe with the members that it has to ask.
public struct ResolvedProbe: Hashable, Sendable {
    /// The id of the probe.
    public var id: String
    /// The name of its load balancer.
    public var loadBalancer: String
    /// The name of the probe.
    public var name: String
    /// How a member is asked.
    public var probeProtocol: ProbeProtocol
    /// The port of the member that is asked.
    public var port: UInt16
    /// The time from one question to the next.
    public var interval: Duration
    /// How many results in a row change a member's state.
    public var threshold: Int
    /// The path that is asked for; empty for TCP.
    public var path: String
    /// The members of all rules that refer to the probe, each address once, in their order.
    ///
    /// Also those whose admin state overrides the probe: their result is there when it ends.
    public var members: [IPAddress]

    /// The interval of a probe that names none, in seconds.
    public static let defaultIntervalInSeconds = 15

    /// Makes a probe from its parts.
    public init(
        id: String,
        loadBalancer: String,
        name: String,
        probeProtocol: ProbeProtocol,
        port: UInt16,
        interval: Duration,
        threshold: Int = 1,
        path: String = "",
        members: [IPAddress]
    ) {
        self.id = id
        self.loadBalancer = loadBalancer
        self.name = name
        self.probeProtocol = probeProtocol
        self.port = port
        self.interval = interval
        self.threshold = threshold
        self.path = path
        self.members = members
    }
}
