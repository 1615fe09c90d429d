public import Addresses
public import Resources

/// A frontend with Floating IP and a member that must own its address.
public struct ReadinessTarget: Hashable, Sendable {
    /// Whose readiness it is.
    public var subject: RuleMember
    /// The frontend's address.
    public var frontend: IPAddress
    /// The rule's protocol; `all` for every port.
    public var transport: TransportProtocol
    /// The port at the member; 0 for every port.
    public var port: UInt16
    /// The port of the member that its health probe asks; `nil` without a probe.
    public var probePort: UInt16?
    /// The time from one round of questions to the next.
    public var interval: Duration
    /// How frames get there.
    public var path: ReadinessPath

    /// Makes a target from its parts.
    public init(
        subject: RuleMember,
        frontend: IPAddress,
        transport: TransportProtocol,
        port: UInt16,
        probePort: UInt16?,
        interval: Duration,
        path: ReadinessPath
    ) {
        self.subject = subject
        self.frontend = frontend
        self.transport = transport
        self.port = port
        self.probePort = probePort
        self.interval = interval
        self.path = path
    }

    /// The member's own address.
    public var member: IPAddress { subject.address }

    /// The frontend and port as a person reads them.
    public var place: String { Self.place(frontend, transport, port) }

    static func place(
        _ frontend: IPAddress,
        _ transport: TransportProtocol,
        _ port: UInt16
    ) -> String {
        guard transport != .all else { return "\(frontend)" }
        let host = frontend.version == .ipv6 ? "[\(frontend)]" : "\(frontend)"
        return "\(host):\(port)/\(transport == .udp ? "udp" : "tcp")"
    }

    /// The TCP port that tells whether an address is there, whatever it answers.
    var evidencePort: UInt16 { probePort ?? (port == 0 ? 7 : port) }
}

extension ReadinessTarget {
    /// Whether the same is asked, by whatever path.
    public func asks(like other: ReadinessTarget) -> Bool {
        var other = other
        other.path = path
        return self == other
    }
}

extension ResolvedRule {
    /// The frontend and port of a rule at its members, as a person reads them.
    public var readinessPlace: String { ReadinessTarget.place(frontend, transport, backendPort) }
}
