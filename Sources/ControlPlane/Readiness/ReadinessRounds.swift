import Linux
import PacketFormats
import Readiness
import Resources

/// The questions that wait for answers, and what has come back: one thread asks, others receive.
///
/// A value behind a lock; whoever holds the lock is never long.
struct ReadinessRounds {
    /// A target that is being asked.
    struct Round {
        let target: ReadinessTarget
        let sourcePort: UInt16
        var evidence = ReadinessEvidence()
    }

    /// A datagram's answer has no number: whom it was sent to tells, and from which port.
    private struct Datagram: Hashable {
        let ethernet: EthernetAddress
        let port: UInt16
    }

    private(set) var rounds: [UInt32: Round] = [:]
    private var datagrams: [Datagram: UInt32] = [:]
    private var nextPort: UInt16 = 0
    /// The Ethernet addresses of the members: an answer of one is none of another's.
    var members: Set<EthernetAddress> = []

    /// Begins a round of questions, whose answers carry a token that no other round has.
    mutating func begin(_ target: ReadinessTarget, sparesPort: Bool = false) -> UInt32 {
        var token: UInt32
        repeat {
            token = ReadinessQuestion.token(.random(in: .min ... .max))
        } while rounds[token] != nil || token == 0
        nextPort &+= 1
        let port = nextPort | PacketFilter.answerPorts
        rounds[token] = Round(
            target: target,
            sourcePort: port,
            evidence: ReadinessEvidence(sparesPort: sparesPort)
        )
        if target.transport == .udp {
            datagrams[Datagram(ethernet: target.path.destination, port: port)] = token
        }
        return token
    }

    /// Ends a round, and returns what has come back.
    mutating func end(_ token: UInt32) -> ReadinessEvidence {
        guard let round = rounds.removeValue(forKey: token) else { return ReadinessEvidence() }
        let path = round.target.path
        let datagram = Datagram(ethernet: path.destination, port: round.sourcePort)
        if datagrams[datagram] == token { datagrams[datagram] = nil }
        return round.evidence
    }

    /// Takes a frame that has come in.
    ///
    /// - Returns: the frame that ends a connection which the answer has half opened, and the
    ///   interface that it leaves by.
    mutating func take(_ frame: ReceivedFrame) -> (frame: [UInt8], interface: UInt32)? {
        switch frame.content {
        case .segment(let from, let to, let flags, _, let acknowledgement):
            guard flags.contains(.ack) else { return nil }
            let number = acknowledgement &- 1
            guard let round = take(frame, number) else { return nil }
            guard !flags.contains(.rst) else { return nil }
            let reset = QuestionFrame(path: round.target.path).segment(
                from: (to.address, to.port),
                to: (from.address, from.port),
                flags: .rst,
                sequence: acknowledgement
            )
            return (reset, round.target.path.interface)
        case .datagram(_, let to):
            take(frame, port: to.port)
        case .echo(_, let number):
            _ = take(frame, number)
        case .refusal(_, let transport, let port, let number):
            if transport == IPProtocolNumber.udp {
                take(frame, port: port)
            } else {
                _ = take(frame, number)
            }
        case .claim(let address, let ethernet, _):
            for (token, round) in rounds
            where round.target.member == address && round.target.path.destination == ethernet {
                rounds[token]?.evidence.take(frame, answering: .ownAddress, of: round.target)
            }
        }
        return nil
    }

    private mutating func take(_ frame: ReceivedFrame, port: UInt16) {
        guard let token = datagrams[Datagram(ethernet: frame.source, port: port)],
            let round = rounds[token]
        else { return }
        rounds[token]?.evidence.take(frame, answering: .frontendPort, of: round.target)
    }

    private mutating func take(_ frame: ReceivedFrame, _ number: UInt32) -> Round? {
        let token = ReadinessQuestion.token(number)
        guard let round = rounds[token],
            let question = ReadinessQuestion(rawValue: number & ReadinessQuestion.mask)
        else { return nil }
        // From far away an answer comes by a router; near, another member's is not this one's.
        let isOther =
            frame.source != round.target.path.destination && members.contains(frame.source)
        guard question == .far || !isOther else { return round }
        rounds[token]?.evidence.take(frame, answering: question, of: round.target)
        return round
    }
}
