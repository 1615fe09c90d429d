import Addresses
import Resources

extension ReadinessFinding {
    /// What evidence says, with the sentence and the command for the operator.
    ///
    /// - Parameter owned: everything that the member must own, as `apus guest` takes it: a
    ///   command that names only one frontend would take the others away.
    public init(
        _ evidence: ReadinessEvidence,
        of target: ReadinessTarget,
        owning owned: OwnedAddresses
    ) {
        let state = evidence.state(target)
        let advice = Self.advice(state, target, owned)
        self.init(
            member: target.member,
            frontend: target.frontend,
            state: state,
            evidence: Self.sentence(state, evidence, target),
            remedy: advice?.remedy,
            command: advice?.command,
            isForMember: state != .unreachable
        )
    }

    /// Nothing has been asked yet.
    public init(notAsked target: ReadinessTarget) {
        self.init(
            member: target.member,
            frontend: target.frontend,
            state: .notAsked,
            evidence: "Nothing has been asked yet."
        )
    }

    private static func sentence(
        _ state: ReadinessState,
        _ evidence: ReadinessEvidence,
        _ target: ReadinessTarget
    ) -> String {
        let (member, frontend, place) = (target.member, target.frontend, target.place)
        switch state {
        case .notAsked: return "Nothing has been asked yet."
        case .ready where target.transport == .udp && evidence.port == .nothing:
            return "\(frontend) answers on \(member), and nothing refuses \(place)."
        case .ready where target.transport == .all:
            return "\(frontend) answers on \(member)."
        case .ready: return "\(place) answers on \(member)."
        case .notListening: return "\(member) has \(frontend), but refuses \(place)."
        case .addressMissing where evidence.port == .refused(.circling):
            return "\(member) passes on what is for \(frontend), in place of taking it."
        case .addressMissing:
            return "\(member) answers for its own address, but not for \(frontend)."
        case .filtered where evidence.port == .nothing:
            return "\(frontend) answers on \(member), but \(place) does not."
        case .filtered: return "A filter on \(member) refuses \(place)."
        case .noReturn:
            let far = target.path.far.map { "\($0)" } ?? "an address beyond it"
            return "\(place) answers on \(member) for this segment, but not for \(far)."
        case .answersARP:
            let kind = frontend.version == .ipv4 ? "ARP" : "neighbour discovery"
            return "\(member) answers \(kind) for \(frontend), which is the load balancer's."
        case .wrongSource:
            let source = evidence.wrongSource.map { "\($0)" } ?? "another address"
            return "\(member) answers for \(place) from \(source)."
        case .unreachable: return "Nothing of \(member) answers."
        }
    }

    private static func advice(
        _ state: ReadinessState,
        _ target: ReadinessTarget,
        _ owned: OwnedAddresses
    ) -> (remedy: String, command: String)? {
        let (member, frontend) = (target.member, target.frontend)
        let transport = target.transport == .udp ? "u" : "t"
        switch state {
        case .notAsked, .ready: return nil
        case .notListening:
            return (
                "Start the service on \(member), on \(frontend) or on all addresses.",
                "ss -ln\(transport)p sport = :\(target.port)"
            )
        case .addressMissing: return ("Give \(member) the address \(frontend).", owned.apply)
        case .filtered:
            return (
                "Open \(target.place) in the firewall of \(member).",
                owned.openFirewall
            )
        case .noReturn:
            return (
                """
                Loosen the reverse path filter of \(member), or give it a route back to its clients.
                """,
                owned.apply
            )
        case .answersARP: return ("Have \(member) keep \(frontend) to itself.", owned.apply)
        case .wrongSource:
            return (
                "Have the service on \(member) answer from the address that it was asked at.",
                "ss -ln\(transport)p sport = :\(target.port)"
            )
        case .unreachable:
            return (
                "Start \(member), or mend its connection to the segment.",
                "ip neighbour show \(member)"
            )
        }
    }
}
