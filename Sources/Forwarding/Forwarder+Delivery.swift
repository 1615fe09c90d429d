import PacketFormats
import Tables

extension Forwarder {
    /// Sends a packet to the backend that its rule's lookup table gives.
    ///
    /// - Parameter travelsThrough: the frame was sent to a next-hop frontend's Ethernet address.
    @inlinable @inline(__always)
    func deliver(
        _ frame: Frame,
        _ network: NetworkHeader,
        _ flow: Flow,
        _ rule: UnsafeMutablePointer<FrontendEntry>,
        _ travelsThrough: Bool
    ) -> Verdict {
        let index = rule.pointee.rule
        if flow.source == flow.destination { return drop(index, .sourceIsDestination) }
        if rule.pointee.options.contains(.hasLocalMember), isBalanced(frame, flow, index) {
            count(index, flow)
            return .pass
        }
        guard let slots = tables.lookupSlots(rule.pointee.lookupTable) else {
            return drop(index, .lookupTableMissing)
        }
        let slot = slots[FlowHash.slot(of: flow, rule.pointee)]
        var placement = Placement(slot.current, rule)
        if slot.isUnsettled || rule.pointee.options.remembersFlows {
            placement = rememberedPlacement(of: flow, rule, slot)
        }
        if placement.backend == 0 { return drop(index, .noHealthyBackend) }
        guard let backend = tables.backend(UInt32(placement.backend)),
            backend.pointee.destination != EthernetAddress.unknown
        else { return drop(index, .nextHopUnresolved) }
        let leavesElsewhere = backend.pointee.interface != packet.interface
        if !travelsThrough, !isForThisNode(frame, backend, leavesElsewhere) { return .pass }
        if backend.pointee.isLocal != 0 {
            frame.ethernet.pointee.destination = backend.pointee.destination
            count(index, flow)
            return .pass
        }
        if frame.ethernet.pointee.source == backend.pointee.destination {
            return drop(index, .returnsToSender)
        }
        if leavesElsewhere, exceedsMTU(frame, flow, backend.pointee.mtu) {
            return reportTooBig(frame, network, flow, index, backend.pointee.mtu)
        }
        if !matchVLAN(frame, backend.pointee.vlan) { return drop(index, .vlanMismatch) }
        rewriteDestination(network, flow, placement, backend)
        if flow.isFirstFragment { rememberFragment(flow) }
        frame.setAddresses(backend)
        let interface = backend.pointee.interface
        count(index, flow)
        return leavesElsewhere ? .redirect(interface) : .transmit
    }

    /// Whether the frame was sent to this node, not flooded by a switch that has not learned yet.
    ///
    /// Without this two nodes on a segment would both forward such a frame.
    @inlinable @inline(__always)
    func isForThisNode(
        _ frame: Frame,
        _ backend: UnsafeMutablePointer<BackendEntry>,
        _ leavesElsewhere: Bool
    ) -> Bool {
        let destination = frame.ethernet.pointee.destination
        if !leavesElsewhere { return destination == backend.pointee.source }
        guard let interface = tables.interface(packet.interface) else { return false }
        return destination == interface.pointee.ethernet
    }

    /// Whether a frame was sent here by a member that balances the same rule.
    ///
    /// This node is a member too, so the packet is here at its goal. A member's own packets come
    /// from its own address, and are balanced like any client's.
    @inlinable @inline(__always)
    func isBalanced(_ frame: Frame, _ flow: Flow, _ rule: UInt32) -> Bool {
        let key = MemberLinkKey(rule: rule, ethernet: frame.ethernet.pointee.source)
        guard let index = tables.memberLink(key), let member = tables.backend(index.pointee) else {
            return false
        }
        return flow.source != member.pointee.address
    }

    /// Moves a tagged frame into the member's VLAN; false when only one of the two is tagged.
    @inlinable @inline(__always)
    func matchVLAN(_ frame: Frame, _ vlan: UInt16) -> Bool {
        guard let tag = frame.tag else { return vlan == 0 }
        if vlan == 0 { return tag.pointee.identifier == 0 }
        tag.pointee.identifier = vlan
        return true
    }

    /// Writes the member's address and port where the placement asks for them.
    @inlinable @inline(__always)
    func rewriteDestination(
        _ network: NetworkHeader,
        _ flow: Flow,
        _ placement: Placement,
        _ backend: UnsafeMutablePointer<BackendEntry>
    ) {
        let port = placement.port.bits == 0 ? flow.destinationPort : placement.port
        let keepsAddress = placement.keepsAddress
        if keepsAddress && port == flow.destinationPort { return }
        let change = AddressChange(
            oldAddress: flow.destination,
            newAddress: keepsAddress ? flow.destination : backend.pointee.address,
            oldPort: flow.destinationPort,
            newPort: port
        )
        switch network {
        case .ipv4(let header):
            header.pointee.checksum = change.ipv4Checksum(header.pointee.checksum)
            header.pointee.destination = change.newAddress.ipv4
        case .ipv6(let header):
            header.pointee.destination = change.newAddress
        }
        if flow.isError {
            translateQuote(network, flow, change, changesOuter: true, isReply: false)
            return
        }
        if flow.isLaterFragment { return }
        let cursor = Cursor(position: flow.transportHeader, end: packet.end)
        change.rewriteDestinationPort(cursor, transport: flow.transport)
    }

    /// Counts a packet that is forwarded.
    @inlinable @inline(__always)
    func count(_ rule: UInt32, _ flow: Flow) {
        guard let counters = tables.counters(rule) else { return }
        counters.pointee.packets &+= 1
        counters.pointee.bytes &+= flow.length
        if flow.flags.opensConnection { counters.pointee.synPackets &+= 1 }
    }
}
