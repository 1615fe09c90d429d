import Addresses
import PacketFormats
import Resources
import Tables

extension ResolvedRule {
    /// Whether the rule takes all transports and ports of its frontend.
    var isHAPorts: Bool { transport == .all }

    /// Whether the frontend can be a next hop: packets travel through it to an appliance.
    public var isNextHop: Bool { isHAPorts && isFloatingIPEnabled }

    /// Whether members answer from another address or port than clients sent to.
    var needsRestoredReplies: Bool {
        !isFloatingIPEnabled || (!isHAPorts && backendPort != frontendPort)
    }

    /// The IP protocol number; 0 for all.
    var transportNumber: UInt8 {
        switch transport {
        case .tcp: IPProtocolNumber.tcp
        case .udp: IPProtocolNumber.udp
        case .all: 0
        }
    }

    /// What selects the rule; for an HA-ports rule, its frontend's bare address.
    public var frontendKey: FrontendKey {
        guard !isHAPorts else { return FrontendKey(address: frontend.bits) }
        return FrontendKey(
            address: frontend.bits,
            port: BigEndian(frontendPort),
            transport: transportNumber
        )
    }

    /// The port that the packet program writes; 0 leaves the packet's port.
    var writtenPort: BigEndian<UInt16> { BigEndian(isHAPorts ? 0 : backendPort) }

    /// How the packet program treats the rule's packets.
    var options: RuleOptions {
        var options: RuleOptions = [.hasRule]
        if isFloatingIPEnabled { options.insert(.floatingIP) }
        switch distribution {
        case .default: options.formUnion([.hashesPorts, .hashesTransport] as RuleOptions)
        case .sourceIPProtocol: options.insert(.hashesTransport)
        case .sourceIP: break
        }
        if isConnectionTrackingEnabled { options.insert(.tracksFlows) }
        if isTCPResetEnabled && transport == .tcp {
            options.formUnion([.tracksFlows, .resetsIdleFlows] as RuleOptions)
        }
        // Both directions of a flow that travels through must meet the same appliance.
        if isNextHop { options.insert(.symmetric) }
        return options
    }
}
