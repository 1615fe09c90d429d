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
    init(_ rules: [PlacedRule], formers: FormerRulePlacement) throws(PlanningError) {
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
        try addFormers(formers)
        claims = [:]
    }

    /// Lets replies of flows that began under a former entry be restored as it says, where no rule
    /// says otherwise now.
    private mutating func addFormers(_ formers: FormerRulePlacement) throws(PlanningError) {
        for (index, former) in formers.formers.sorted(by: { $0.key < $1.key }) {
            let rule = former.placed.rule
            let isFloating = former.entry.options.contains(.floatingIP)
            let port = BigEndian(rule.isHAPorts ? 0 : rule.frontendPort)
            let sources = isFloating ? [rule.frontend.bits] : rule.members.map(\.address.bits)
            for source in sources {
                let key = ReplyKey(
                    address: source,
                    port: former.entry.backendPort,
                    transport: rule.transportNumber
                )
                let isRestored = source != rule.frontend.bits || key.port != port
                guard isRestored, claims[key] == nil, entries[key] == nil else { continue }
                entries[key] = ReplyEntry(address: rule.frontend.bits, rule: index, port: port)
                if entries.count > Int(Limits.replies) { throw .limitReached(.replies) }
            }
        }
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
