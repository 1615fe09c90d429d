import Addresses
import Linux
import Logging
import PacketFormats
import Planning
import Readiness
import Resources

extension Reconciler {
    /// Takes over what was found of the members of rules with Floating IP.
    ///
    /// Where a rule asks for readiness, new flows follow it.
    func note(_ changes: ReadinessChanges) {
        let findings = changes.findings.filter { readiness[$0.key] != $0.value }
        let gone = changes.gone.filter { readiness[$0] != nil }
        let claims = changes.claims
        guard !findings.isEmpty || !gone.isEmpty || claims != status.claims else { return }
        for (subject, finding) in findings { readiness[subject] = finding }
        for subject in gone { readiness[subject] = nil }
        for claim in claims where !status.claims.contains(claim) {
            logger.warning("\(claim.sentence)")
        }
        status.claims = claims
        if let configuration, notReady(in: configuration) != planned?.notReady { followHealth() }
        writeStatus()
    }

    /// The members that are not ready for a rule that asks for it.
    func notReady(in configuration: ForwardingConfiguration) -> Set<RuleMember> {
        let gating = Set(configuration.rules.filter(\.requiresReadiness).map(\.id))
        guard !gating.isEmpty else { return [] }
        return Set(
            readiness.filter { gating.contains($0.key.rule) && !$0.value.state.admitsFlows }.keys
        )
    }

    /// Has readiness asked by what is applied now.
    func updateSurvey(_ inputs: PlannedInputs, _ network: NetworkSnapshot) {
        guard node.measuresReadiness else { return }
        let basis = SurveyBasis(
            inputs: inputs,
            network: network,
            nodeInterfaces: node.interfaces,
            sources: node.readinessSource
        )
        guard !basis.givesSameSurvey(as: surveyBasis) else { return }
        surveyBasis = basis
        surveysChanged.yield(basis)
    }

    /// Notes the members whose Ethernet address has changed since the last plan.
    func noteEthernetChanges(_ deliveries: [IPAddress: MemberDelivery]) {
        guard let before = planned?.deliveries else { return }
        let changed = deliveries.filter { before[$0.key] != $0.value }
        for (member, delivery) in changed.sorted(by: { $0.key < $1.key }) {
            guard case .resolved(_, _, let new, _) = delivery,
                case .resolved(_, _, let old, _) = before[member], new != old
            else { continue }
            let change = StatusReport.EthernetChange(
                member: member.description,
                from: old.description,
                to: new.description
            )
            logger.warning("\(change.sentence)")
            status.ethernetChanges = Array(
                (status.ethernetChanges + [change]).suffix(StatusReport.EthernetChange.kept)
            )
        }
    }
}
