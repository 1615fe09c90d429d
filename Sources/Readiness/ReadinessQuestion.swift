import PacketFormats
import Resources

/// The questions of one round, each of which its answer names again.
///
/// A question's number is a token plus its raw value: it is the sequence number of a SYN, which the
/// answer acknowledges, or the identifier and sequence number of an echo request.
public enum ReadinessQuestion: UInt32, CaseIterable, Sendable {
    /// The frontend's port, as clients reach it: a SYN that is never completed, or a short datagram.
    case frontendPort
    /// The frontend's address, by an echo request.
    case frontendEcho
    /// The frontend's address, by a SYN to the port that the health probe asks.
    case frontendEvidence
    /// The member's own address, by ARP or neighbour discovery.
    case ownAddress
    /// The member's own address, by a SYN.
    case ownPort
    /// The frontend's port, from an address that the member answers by way of a router.
    case far

    /// The bits of a number that are the question.
    public static let mask: UInt32 = 7

    /// A round's token from a random number.
    public static func token(_ random: UInt32) -> UInt32 { random & ~mask }

    /// The frame that asks this of a target.
    public func frame(_ target: ReadinessTarget, token: UInt32, sourcePort: UInt16) -> [UInt8] {
        let path = target.path
        let writer = QuestionFrame(path: path)
        let number = token + rawValue
        func syn(_ to: QuestionFrame.End, from far: Bool = false) -> [UInt8] {
            let source = (far ? path.far : nil) ?? path.near
            return writer.segment(
                from: (source, sourcePort),
                to: to,
                flags: .opening,
                sequence: number
            )
        }
        switch self {
        case .frontendPort where target.transport == .udp:
            return writer.datagram(
                from: (path.near, sourcePort),
                to: (target.frontend, target.port)
            )
        case .frontendPort: return syn((target.frontend, target.port))
        case .frontendEcho: return writer.echo(to: target.frontend, number: number)
        case .frontendEvidence: return syn((target.frontend, target.evidencePort))
        case .ownAddress:
            return AddressQuestion(
                address: target.member,
                asker: path.near,
                ethernet: path.source
            ).frame
        case .ownPort: return syn((target.member, target.evidencePort))
        case .far: return syn((target.frontend, target.port), from: true)
        }
    }
}

extension TCPFlags {
    /// A segment that opens a connection: SYN.
    static var opening: TCPFlags { TCPFlags(rawValue: 0x02) }
    /// The answer to it: SYN and ACK.
    static var openingAnswer: TCPFlags { TCPFlags(rawValue: 0x12) }
}
