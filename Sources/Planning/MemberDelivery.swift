import PacketFormats

/// How the node reaches a member on a connected segment.
public enum MemberDelivery: Hashable, Sendable {
    /// The member's Ethernet address is known.
    ///
    /// `interface` is the index of the interface that leads to the member and `source` its own
    /// Ethernet address; `vlan` is the member's VLAN, 0 for untagged.
    case resolved(
        interface: UInt32,
        source: EthernetAddress,
        destination: EthernetAddress,
        vlan: UInt16
    )
    /// The member's Ethernet address is not known yet; its packets are dropped and counted.
    case unresolved(interface: UInt32, source: EthernetAddress)
    /// The member is this node itself, which has the address on `interface`.
    case local(interface: UInt32, ethernet: EthernetAddress)

    /// Whether the member is this node itself.
    public var isLocal: Bool {
        if case .local = self { return true }
        return false
    }

    /// The index of the interface that leads to the member.
    public var interface: UInt32 {
        switch self {
        case .resolved(let interface, _, _, _), .unresolved(let interface, _),
            .local(let interface, _):
            interface
        }
    }
}
