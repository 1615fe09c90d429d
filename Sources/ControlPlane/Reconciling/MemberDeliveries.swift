import Addresses
import Linux
import PacketFormats
import Planning

/// How the members of a configuration are reached, worked out from the host's network.
public struct MemberDeliveries: Equatable, Sendable {
    /// How each member that is on a connected segment is reached.
    public var deliveries: [IPAddress: MemberDelivery] = [:]
    /// Members that the kernel should ask for again, with the interface to ask on.
    public var toResolve: [IPAddress: UInt32] = [:]
    /// Members that cannot be reached at all, with the reason.
    public var unreachable: [IPAddress: NextHopError] = [:]

    /// Works the deliveries out.
    ///
    /// A member whose neighbour entry has gone keeps its last Ethernet address: the kernel forgets
    /// entries that it does not use itself, and the packet program is not the kernel's own use.
    public init(
        members: some Sequence<IPAddress>,
        network: NetworkSnapshot,
        interfaces: [String],
        known: [IPAddress: MemberDelivery]
    ) {
        let confirmed = Self.confirmed(network)
        for member in Set(members) {
            switch network.nextHop(for: member, through: interfaces) {
            case .success(let hop):
                deliveries[member] = .resolved(
                    interface: hop.interface,
                    source: hop.source,
                    destination: hop.destination,
                    vlan: 0
                )
                if !confirmed.contains(member) { toResolve[member] = hop.interface }
            case .failure(.unresolved(_, let name, _)):
                guard let interface = network.interface(named: name) else { continue }
                toResolve[member] = interface.index
                deliveries[member] = Self.last(known[member], on: interface)
            case .failure(.ownAddress(_, let name)):
                // The operator's own word: this node is one of the members.
                guard let interface = network.interface(named: name) else { continue }
                deliveries[member] = .local(
                    interface: interface.index,
                    ethernet: interface.ethernetAddress
                )
            case .failure(let reason):
                // A link that is down for a moment must not take a running rule's member away.
                if case .interfaceDown(_, let name, _) = reason,
                    let interface = network.interface(named: name)
                {
                    deliveries[member] = Self.last(known[member], on: interface)
                } else {
                    unreachable[member] = reason
                }
            }
        }
    }

    private static func last(
        _ known: MemberDelivery?,
        on interface: NetworkInterface
    ) -> MemberDelivery {
        let source = interface.ethernetAddress
        if case .resolved(let index, _, let destination, let vlan) = known, index == interface.index
        {
            return .resolved(
                interface: index,
                source: source,
                destination: destination,
                vlan: vlan
            )
        }
        return .unresolved(interface: interface.index, source: source)
    }

    private static func confirmed(_ network: NetworkSnapshot) -> Set<IPAddress> {
        let entries = network.neighbours.filter {
            !$0.state.isDisjoint(with: [.reachable, .permanent, .noARP])
        }
        return Set(entries.map(\.address))
    }
}
