import Glibc
import NIOCore

extension ProbeClient {
    /// What a connection that did not come about says: of the member, or of this node.
    static func outcome(ofConnectError error: any Error) -> ProbeOutcome {
        if case ChannelError.connectTimeout = error { return .failure(.noHandshake) }
        guard let error = error as? IOError else { return .notAsked("\(error)") }
        switch error.errnoCode {
        case ECONNREFUSED, ECONNRESET: return .failure(.refused)
        case ETIMEDOUT: return .failure(.noHandshake)
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN: return .failure(.unreachable)
        // Source address not on this host, no descriptors, no ports, a local firewall and the like.
        default: return .notAsked("\(error)")
        }
    }
}
