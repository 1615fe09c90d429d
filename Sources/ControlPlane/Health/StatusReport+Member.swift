import Addresses
import Planning
import Probing
import Resources

extension StatusReport {
    /// The health of a member of a rule that has a probe.
    public struct Member: Codable, Equatable, Sendable {
        /// The member's address, as text.
        public var address: String
        /// Whether new flows may reach it.
        public var isUp: Bool
        /// Why.
        public var reason: HealthReason
        /// What the last question came to, when it failed.
        public var seen: String?
        /// Whether the member flapped, and is held down for that.
        public var isHeld: Bool

        /// Makes a member's health from its parts.
        public init(
            address: String,
            isUp: Bool,
            reason: HealthReason,
            seen: String? = nil,
            isHeld: Bool = false
        ) {
            self.address = address
            self.isUp = isUp
            self.reason = reason
            self.seen = seen
            self.isHeld = isHeld
        }

        /// The members of a rule in their order; empty for a rule without a probe.
        ///
        /// As where new flows go, the operator's word comes before the probe's, and what is to be
        /// done when all are down before both.
        public static func all(
            of rule: ResolvedRule,
            health: [ProbedMember: ProbedHealth]
        ) -> [Member] {
            guard let probe = rule.probe else { return [] }
            let found = rule.members.filter { !$0.isDraining }.map { member in
                let key = ProbedMember(probe: probe, address: member.address)
                return Member(member, health[key] ?? ProbedHealth(isUp: true, reason: .notProbed))
            }
            guard rule.noHealthyBackendsBehavior == .allProbedUp, found.allSatisfy({ !$0.isUp })
            else { return found }
            return found.map { member in
                guard member.reason != .adminDown else { return member }
                var raised = member
                raised.isUp = true
                raised.reason = .allDownIsUp
                return raised
            }
        }

        private init(_ member: ResolvedMember, _ health: ProbedHealth) {
            self.init(
                address: member.address.description,
                isUp: health.isUp,
                reason: health.reason,
                seen: health.failure?.description,
                isHeld: health.isHeld
            )
            switch member.adminState {
            case .up: (isUp, reason, isHeld) = (true, .adminUp, false)
            case .down: (isUp, reason, isHeld) = (false, .adminDown, false)
            case .none: break
            }
        }
    }
}
