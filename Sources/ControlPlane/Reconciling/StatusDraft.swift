import Addresses
import Planning
import Probing
import Readiness
import Resources

/// What a status report is made of, as it was at one moment.
///
/// Taking a draft costs nothing. The report names each member of each rule, of which there may be
/// hundreds of thousands, so it is made where no failing member waits for it.
struct StatusDraft: Sendable {
    /// The report without its rules.
    var status: StatusReport
    /// The rules that are carried out, by the index of their counters.
    var ruleIndices: [UInt32: String] = [:]
    /// What the tables were last made from.
    var inputs: PlannedInputs?
    /// What probes have found.
    var health: [ProbedMember: ProbedHealth] = [:]
    /// What was found of each member of a rule with Floating IP.
    var readiness: [RuleMember: ReadinessFinding] = [:]

    /// The report.
    func report() -> StatusReport {
        var report = status
        let rules = Dictionary(
            uniqueKeysWithValues: (inputs?.configuration.rules ?? []).map { ($0.id, $0) }
        )
        report.rules = ruleIndices.sorted { $0.key < $1.key }.map { index, id in
            let rule = rules[id]
            let members =
                rule?.eligibleMembers(
                    down: inputs?.down ?? [],
                    notReady: inputs?.notReady ?? []
                ) ?? []
            let waiting = members.filter { inputs?.deliveries[$0.address]?.isResolved != true }
            return StatusReport.Rule(
                id: id,
                index: index,
                members: members.map(\.address.description),
                unresolvedMembers: waiting.map(\.address.description),
                health: rule.map { StatusReport.Member.all(of: $0, health: health) } ?? [],
                readiness: (rule?.members ?? []).filter { !$0.isDraining }.compactMap {
                    readiness[RuleMember(rule: id, address: $0.address)]
                }
            )
        }
        return report
    }
}
