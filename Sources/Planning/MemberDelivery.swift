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

    /// The index of the interface that leads to the member.
    public var interface: UInt32 {
        switch self {
        case .resolved(let interface, _, _, _), .unresolved(let interface, _): interface
        }
    }
}
