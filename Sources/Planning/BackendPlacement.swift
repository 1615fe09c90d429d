import Addresses
import PacketFormats
import Resources
import Tables

/// The backends table, and which index each member address has.
struct BackendPlacement {
    /// The table.
    private(set) var entries: [UInt16: BackendEntry] = [:]
    /// The indices.
    private(set) var indices: [IPAddress: UInt16] = [:]
    /// The interfaces that lead to members.
    private(set) var egress: Set<UInt32> = []

    /// Rules that say the same of their members.
    private struct Seen: Hashable {
        let members: MemberListIdentity
        let needsRestoredReplies: Bool

        init(_ rule: ResolvedRule) {
            members = rule.memberList
            needsRestoredReplies = rule.needsRestoredReplies
        }
    }

    /// Gives each member an entry at the index that its address has now, else at one that is free.
    ///
    /// A member that is down has one too, so that it comes back to its index.
    init(
        _ rules: [PlacedRule],
        deliveries: [IPAddress: MemberDelivery],
        interfaces: [NodeInterface],
        present: TableImage
    ) throws(PlanningError) {
        var members: [IPAddress: MemberDelivery] = [:]
        var seen: Set<Seen> = []
        for placed in rules where seen.insert(Seen(placed.rule)).inserted {
            for member in placed.rule.members {
                guard let delivery = deliveries[member.address] else {
                    throw .memberWithoutDelivery(
                        rule: placed.rule.id,
                        member: member.name,
                        address: member.address
                    )
                }
                if delivery.isLocal && placed.rule.needsRestoredReplies {
                    throw .memberIsNode(
                        rule: placed.rule.id,
                        member: member.name,
                        address: member.address
                    )
                }
                members[member.address] = delivery
            }
        }
        var known: [AddressBits: UInt16] = [:]
        for (index, entry) in present.backends where index != 0 {
            known[entry.address] = min(known[entry.address] ?? index, index)
        }
        var pool = IndexPool(
            1..<Limits.backends,
            occupied: Set(present.backends.keys.map(UInt32.init)),
            of: .backends
        )
        let mtus = Dictionary(
            interfaces.map { ($0.index, UInt16(clamping: $0.mtu)) },
            uniquingKeysWith: min
        )
        let sorted = members.sorted { WireOrder($0.key.bits) < WireOrder($1.key.bits) }
        for (address, delivery) in sorted {
            let index: UInt16
            if let old = known[address.bits] {
                index = old
            } else {
                index = UInt16(try pool.take())
            }
            indices[address] = index
            var entry = Self.entry(address, delivery)
            entry.mtu = mtus[delivery.interface] ?? 0
            entries[index] = entry
            egress.insert(delivery.interface)
        }
    }

    /// The backends of each rule's members, by the index of the rule's counters.
    func members(of rules: [PlacedRule]) -> RuleMembers {
        var members: [UInt32: Set<UInt16>] = [:]
        var known: [MemberListIdentity: Set<UInt16>] = [:]
        for placed in rules {
            let list = placed.rule.memberList
            let all = known[list] ?? Set(placed.rule.members.compactMap { indices[$0.address] })
            known[list] = all
            members[placed.index] = all
        }
        return RuleMembers(members)
    }

    private static func entry(_ address: IPAddress, _ delivery: MemberDelivery) -> BackendEntry {
        switch delivery {
        case .resolved(let interface, let source, let destination, let vlan):
            BackendEntry(
                address: address.bits,
                destination: destination,
                source: source,
                interface: interface,
                vlan: vlan
            )
        case .local(let interface, let ethernet):
            BackendEntry(
                address: address.bits,
                destination: ethernet,
                source: ethernet,
                interface: interface,
                isLocal: true
            )
        case .unresolved(let interface, let source):
            BackendEntry(
                address: address.bits,
                destination: .unknown,
                source: source,
                interface: interface
            )
        }
    }
}
