/// How a question to a member failed.
public enum ProbeFailure: Hashable, Sendable {
    /// Nothing answered the handshake in time.
    case noHandshake
    /// The handshake was answered with a reset.
    case refused
    /// The network says that there is no way to the member.
    case unreachable
    /// The connection ended before there was an HTTP answer, or what came was no TLS or no HTTP.
    case broken
    /// The connection stood, and no HTTP answer came in time.
    case noResponse
    /// An HTTP answer with another status than 200.
    case status(Int)

    /// The reason that a member has which is down by this.
    public var reason: HealthReason {
        switch self {
        case .noHandshake, .refused, .unreachable: .tcpProbeTimeout
        case .broken: .httpEndpointUnreachable
        case .noResponse: .httpNoResponse
        case .status: .httpStatusCodeError
        }
    }

    /// Whether it takes the member out at once, whatever the probe's threshold.
    ///
    /// A service that answers that it is not well is not asked again (Azure: health probe overview).
    public var isDecisive: Bool {
        if case .status = self { return true }
        return false
    }
}

extension ProbeFailure: CustomStringConvertible {
    /// What was seen, for the log and the status report.
    public var description: String {
        switch self {
        case .noHandshake: "no answer to the TCP handshake"
        case .refused: "connection refused"
        case .unreachable: "no way to the member"
        case .broken: "the connection ended before an HTTP answer"
        case .noResponse: "no HTTP answer in time"
        case .status(let code): "HTTP status \(code)"
        }
    }
}
