import Resources

extension ResolvedRule {
    /// The members that new flows may reach.
    ///
    /// The operator's word comes before the probe's. When the probe finds all down, the probe's
    /// `noHealthyBackendsBehavior` decides (Azure: health probe overview).
    ///
    /// - Parameters:
    ///   - down: the members that their probes find down.
    ///   - notReady: the members that do not own the frontend's address, where the rule asks for
    ///     it; they count as down.
    public func eligibleMembers(
        down: Set<ProbedMember>,
        notReady: Set<RuleMember> = []
    ) -> [ResolvedMember] {
        let candidates = members.filter { $0.adminState != .down && !$0.isDraining }
        let up = candidates.filter { member in
            guard member.adminState != .up else { return true }
            if notReady.contains(RuleMember(rule: id, address: member.address)) { return false }
            guard let probe else { return true }
            return !down.contains(ProbedMember(probe: probe, address: member.address))
        }
        if up.isEmpty && noHealthyBackendsBehavior == .allProbedUp { return candidates }
        return up
    }
}
