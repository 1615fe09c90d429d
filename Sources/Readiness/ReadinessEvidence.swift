public import Addresses
import PacketFormats
import Resources

/// What has come back from a target in one round of questions.
public struct ReadinessEvidence: Hashable, Sendable {
    /// What a port answered.
    public enum PortAnswer: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// A service took the packet.
        case accepted
        /// The port is closed.
        case closed
        /// Something on the way refused the packet with an ICMP error.
        case refused(ReceivedFrame.Refusal)
    }

    /// What the frontend's port answered on the member's segment.
    public var port = PortAnswer.nothing
    /// What it answered from further away.
    public var far = PortAnswer.nothing
    /// Whether the frontend's address answered at all.
    public var hasFrontend = false
    /// Whether the member's own address answered.
    public var hasMember = false
    /// The address that answered in place of the frontend's.
    public var wrongSource: IPAddress?
    /// Whether the member said that it has the frontend's address.
    public var claimsFrontend = false

    /// Whether a UDP port is not asked in this round, because its service would see each datagram.
    public var sparesPort = false

    /// Nothing has come back yet.
    public init(sparesPort: Bool = false) {
        self.sparesPort = sparesPort
    }

    /// Takes a frame that answers a question of the round.
    public mutating func take(
        _ frame: ReceivedFrame,
        answering question: ReadinessQuestion,
        of target: ReadinessTarget
    ) {
        switch frame.content {
        case .segment(let from, _, let flags, _, _):
            take(flags.contains(.rst) ? .closed : .accepted, from: from.address, question, target)
        case .datagram(let from, _):
            take(.accepted, from: from.address, question, target)
        case .echo(let from, _):
            if from == target.frontend { hasFrontend = true }
        case .refusal(let refusal, _, _, _):
            take(refusal, question, target)
        case .claim(let address, _, _):
            if address == target.member { hasMember = true }
        }
    }

    private mutating func take(
        _ answer: PortAnswer,
        from address: IPAddress,
        _ question: ReadinessQuestion,
        _ target: ReadinessTarget
    ) {
        if question == .ownPort {
            if address == target.member { hasMember = true }
            return
        }
        guard address == target.frontend else {
            wrongSource = address
            return
        }
        switch question {
        case .far: far = answer
        case .frontendPort: port = answer
        default: break
        }
        if question != .far { hasFrontend = true }
    }

    private mutating func take(
        _ refusal: ReceivedFrame.Refusal,
        _ question: ReadinessQuestion,
        _ target: ReadinessTarget
    ) {
        switch question {
        // Only an address that is there can say that no service has a UDP port.
        case .frontendPort where target.transport == .udp && refusal == .port:
            port = .closed
            hasFrontend = true
        case .frontendPort: port = .refused(refusal)
        case .far: far = .refused(refusal)
        case .ownPort: hasMember = true
        case .frontendEcho, .frontendEvidence, .ownAddress: break
        }
    }

    /// The questions that are still to be put, in the given attempt of a round; empty when enough
    /// is known.
    public func open(_ target: ReadinessTarget, attempt: Int) -> [ReadinessQuestion] {
        let basics: [ReadinessQuestion] = [.ownAddress, .ownPort, .frontendEcho, .frontendEvidence]
        switch target.transport {
        case .all: return hasFrontend ? [] : basics
        case .tcp:
            switch port {
            case .accepted: return target.path.far != nil && far == .nothing ? [.far] : []
            case .closed: return []
            case .nothing, .refused: break
            }
            // One lost frame is no reason to ask a service more.
            return attempt == 0 ? [.frontendPort, .ownAddress] : [.frontendPort] + basics
        case .udp:
            if port != .nothing { return [] }
            if sparesPort { return hasFrontend ? [] : basics }
            // That nothing refuses the port shows only by waiting.
            if hasFrontend { return attempt < 3 ? [.frontendPort] : [] }
            return [.frontendPort] + basics
        }
    }

    /// What the evidence says of a target.
    public func state(_ target: ReadinessTarget) -> ReadinessState {
        if claimsFrontend { return .answersARP }
        if wrongSource != nil && port == .nothing { return .wrongSource }
        switch port {
        case .accepted: return target.path.far != nil && far == .nothing ? .noReturn : .ready
        case .closed: return .notListening
        case .refused(.circling): return .addressMissing
        case .refused: return .filtered
        case .nothing: break
        }
        guard hasFrontend else { return hasMember ? .addressMissing : .unreachable }
        return target.transport == .tcp ? .filtered : .ready
    }
}
