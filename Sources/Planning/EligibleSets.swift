import Addresses
import Resources
import Tables

/// The distinct sets of members that get new flows, each with what its lookup table is to hold.
///
/// Rules of the same members and probe have the same set; it is worked out once for all of them.
struct EligibleSets {
    /// The backend of each slot, by the number of the set.
    private(set) var targets: [[UInt16]] = []
    private var numbers: [[MaglevMember]: Int] = [:]
    private var asked: [Question: Int] = [:]
    private(set) var tables: MaglevTables
    private let backends: BackendPlacement
    private let down: Set<ProbedMember>
    private let notReady: Set<RuleMember>
    /// The rules that a member is not ready for.
    private let gated: Set<String>
    private let slots: Int

    /// All that a rule's set depends on.
    private struct Question: Hashable {
        let members: MemberListIdentity
        let probe: String?
        let behavior: NoHealthyBackendsBehavior
        /// The rule itself, where a member is not ready for it: readiness is of one rule.
        let rule: String?
    }

    /// - Parameter tables: what the last plan worked out.
    init(
        _ backends: BackendPlacement,
        _ input: PlanningInput,
        _ tables: MaglevTables,
        slots: Int
    ) {
        self.backends = backends
        self.tables = tables
        down = input.down
        notReady = input.notReady
        gated = Set(notReady.map(\.rule))
        self.slots = slots
    }

    /// The number of a rule's set.
    mutating func number(of rule: ResolvedRule) -> Int {
        let question = Question(
            members: rule.memberList,
            probe: rule.probe,
            behavior: rule.noHealthyBackendsBehavior,
            rule: gated.contains(rule.id) ? rule.id : nil
        )
        if let known = asked[question] { return known }
        let eligible = eligible(rule)
        let number = numbers[eligible] ?? targets.count
        if number == targets.count {
            numbers[eligible] = number
            targets.append(tables.table(of: eligible, slots: slots))
        }
        asked[question] = number
        return number
    }

    /// The members for new flows by the order of their indices, each address once.
    private func eligible(_ rule: ResolvedRule) -> [MaglevMember] {
        var weights: [UInt16: MaglevMember] = [:]
        for member in rule.eligibleMembers(down: down, notReady: notReady) {
            guard let backend = backends.indices[member.address] else { continue }
            weights[backend] = MaglevMember(
                identity: member.address.bits,
                weight: max(member.weight, weights[backend]?.weight ?? 0),
                backend: backend
            )
        }
        return weights.values.sorted { $0.backend < $1.backend }
    }
}
