import Addresses
import Resources
import Tables

/// The other members of rules that this node is itself a member of.
struct MemberLinkPlacement {
    /// The backends by rule and Ethernet address.
    private(set) var entries: [MemberLinkKey: UInt32] = [:]
    /// The rules that this node is a member of, by the index of their counters.
    private(set) var rules: Set<UInt32> = []

    /// Finds the rules and their members.
    init(_ placed: [PlacedRule], _ backends: BackendPlacement, _ input: PlanningInput)
        throws(PlanningError)
    {
        guard input.deliveries.values.contains(where: \.isLocal) else { return }
        for placed in placed {
            let members = placed.rule.members
            guard members.contains(where: { input.deliveries[$0.address]?.isLocal == true }) else {
                continue
            }
            rules.insert(placed.index)
            for member in members {
                guard case .resolved(_, _, let ethernet, _) = input.deliveries[member.address],
                    let backend = backends.indices[member.address]
                else { continue }
                let key = MemberLinkKey(rule: placed.index, ethernet: ethernet)
                entries[key] = max(entries[key] ?? 0, UInt32(backend))
            }
        }
        if entries.count > Int(Limits.memberLinks) { throw .limitReached(.memberLinks) }
    }
}
