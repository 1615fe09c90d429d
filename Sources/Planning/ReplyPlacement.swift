import Addresses
import PacketFormats
import Resources
import Tables

/// The replies table.
///
/// Each rule says what replies from its members must look like, also where nothing has to change:
/// two rules that say different things of the same reply cannot both work, because nothing but the
/// reply's own source tells which of them its flow belongs to.
struct ReplyPlacement {
    /// What the sources of replies become.
    private(set) var entries: [ReplyKey: ReplyEntry] = [:]

    private struct Claim {
        let rule: ResolvedRule
        let address: AddressBits
        let port: BigEndian<UInt16>
    }

    private var claims: [ReplyKey: Claim] = [:]

    /// Builds the table.
    init(
        _ rules: [PlacedRule],
        formers: FormerRulePlacement,
        nodeAddresses: Set<IPAddress>,
        present: TableImage
    ) throws(PlanningError) {
        for placed in rules {
            let rule = placed.rule
            let claim = Claim(
                rule: rule,
                address: rule.frontend.bits,
                port: BigEndian(rule.isHAPorts ? 0 : rule.frontendPort)
            )
            for key in Self.sources(of: rule) {
                try add(claim, key)
                let isRestored = key.address != claim.address || key.port != claim.port
                guard isRestored else { continue }
                let entry = ReplyEntry(address: claim.address, rule: placed.index, port: claim.port)
                entries[key] = entry
                if entries.count > Int(Limits.replies) { throw .limitReached(.replies) }
            }
        }
        try checkAllPorts()
        try addFormers(formers, present)
        claims = [:]
        try mark(nodeAddresses)
    }

    /// Marks the node's addresses, where anything is restored that must not be on its way to them.
    private mutating func mark(_ nodeAddresses: Set<IPAddress>) throws(PlanningError) {
        guard !entries.isEmpty else { return }
        for address in nodeAddresses { entries[ReplyKey(node: address.bits)] = .node }
        if entries.count > Int(Limits.replies) { throw .limitReached(.replies) }
    }

    /// Lets replies of flows that began before a rule's last changes be restored as they were, where
    /// no rule says otherwise now.
    ///
    /// That is all that the present table restores for the rule: flows may also be of a time between
    /// the former entry's and now.
    private mutating func addFormers(
        _ formers: FormerRulePlacement,
        _ present: TableImage
    ) throws(PlanningError) {
        guard !formers.formers.isEmpty else { return }
        for (key, entry) in present.replies where claims[key] == nil {
            guard let former = formers.formers[entry.rule] else { continue }
            let rule = former.placed.rule
            let isMember = rule.members.contains { $0.address.bits == key.address }
            guard isMember || key.address == rule.frontend.bits else { continue }
            entries[key] = entry
        }
        if entries.count > Int(Limits.replies) { throw .limitReached(.replies) }
    }

    /// Where replies of a rule come from: with Floating IP the frontend, else each member, down or
    /// not, because the last packets of a member that went down still have to be restored.
    private static func sources(of rule: ResolvedRule) -> [ReplyKey] {
        let addresses =
            rule.isFloatingIPEnabled
            ? [rule.frontend.bits]
            : Set(rule.members.map(\.address.bits)).sorted { WireOrder($0) < WireOrder($1) }
        return addresses.map {
            ReplyKey(address: $0, port: rule.writtenPort, transport: rule.transportNumber)
        }
    }

    private mutating func add(_ claim: Claim, _ key: ReplyKey) throws(PlanningError) {
        guard let other = claims.updateValue(claim, forKey: key) else { return }
        guard other.address != claim.address || other.port != claim.port else { return }
        throw Self.ambiguity(other, claim, key)
    }

    /// Compares claims on one port with those on all ports of the same address.
    private func checkAllPorts() throws(PlanningError) {
        let exact = claims.filter { $0.key.transport != 0 }
        for (key, claim) in exact.sorted(by: { WireOrder($0.key) < WireOrder($1.key) }) {
            let all = ReplyKey(address: key.address, port: BigEndian(bits: 0), transport: 0)
            guard let other = claims[all] else { continue }
            guard other.address != claim.address || key.port != claim.port else { continue }
            throw Self.ambiguity(other, claim, key)
        }
    }

    private static func ambiguity(_ first: Claim, _ second: Claim, _ key: ReplyKey) -> PlanningError
    {
        func owner(_ claim: Claim) -> PlanningError.ReplyOwner {
            PlanningError.ReplyOwner(
                rule: claim.rule.id,
                frontend: claim.rule.frontend,
                port: claim.port.value
            )
        }
        let source = PlanningError.ReplySource(
            address: IPAddress(bits: key.address),
            port: key.port.value,
            transport: second.rule.transport
        )
        return .ambiguousReply(first: owner(first), second: owner(second), source: source)
    }
}
