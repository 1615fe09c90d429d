public import Resources

/// What a floating rule sends to its frontend's address, and so must be served there.
public struct GuestService: Hashable, Sendable, Codable {
    /// The protocol; `all` for an HA-ports rule.
    public let transport: TransportProtocol
    /// The port, which Floating IP leaves as the client sent it; 0 for an HA-ports rule.
    public let port: UInt16
    /// The TCP port of the guest's own address that the health probe asks; `nil` without a probe.
    public let probePort: UInt16?

    /// Makes a service from its parts.
    public init(transport: TransportProtocol, port: UInt16, probePort: UInt16? = nil) {
        self.transport = transport
        self.port = port
        self.probePort = probePort
    }

    /// The transport as firewalls and `--address` spell it.
    public var transportName: String {
        switch transport {
        case .tcp: "tcp"
        case .udp: "udp"
        case .all: "all"
        }
    }
}

extension GuestService: Comparable {
    /// Orders by port, then by protocol.
    public static func < (left: GuestService, right: GuestService) -> Bool {
        (left.port, left.transportName, left.probePort ?? 0)
            < (right.port, right.transportName, right.probePort ?? 0)
    }
}
