import PacketFormats
import Tables

extension Forwarder {
    /// Gives a member's reply its frontend as source again, then leaves it to the host's routing.
    ///
    /// Stateless: member address, backend port and transport name one rule, because without floating
    /// IP a backend port may not be used twice. What a member sends to this node itself answers the
    /// node's own connection, a health probe for instance, and stays as it is.
    @inlinable @inline(__always)
    func restoreReply(_ network: NetworkHeader, _ flow: Flow) -> Verdict {
        let exact = ReplyKey(address: flow.source, port: flow.sourcePort, transport: flow.transport)
        if let entry = tables.reply(exact) { return restore(network, flow, entry) }
        let all = ReplyKey(address: flow.source, port: BigEndian(bits: 0), transport: 0)
        if let entry = tables.reply(all) { return restore(network, flow, entry) }
        return .pass
    }

    @inlinable @inline(__always)
    func restore(
        _ network: NetworkHeader,
        _ flow: Flow,
        _ entry: UnsafeMutablePointer<ReplyEntry>
    ) -> Verdict {
        if tables.reply(ReplyKey(node: flow.destination)) != nil { return .pass }
        let change = AddressChange(
            oldAddress: flow.source,
            newAddress: entry.pointee.address,
            oldPort: flow.sourcePort,
            newPort: entry.pointee.port.bits == 0 ? flow.sourcePort : entry.pointee.port
        )
        // A router's error about a packet to the member keeps the router as its source.
        let isFromMember = !flow.isError || hasSource(network, flow.source)
        if isFromMember {
            switch network {
            case .ipv4(let header):
                header.pointee.checksum = change.ipv4Checksum(header.pointee.checksum)
                header.pointee.source = change.newAddress.ipv4
            case .ipv6(let header):
                header.pointee.source = change.newAddress
            }
        }
        if flow.isError {
            translateQuote(network, flow, change, changesOuter: isFromMember, isReply: true)
        } else if !flow.isLaterFragment {
            let cursor = Cursor(position: flow.transportHeader, end: packet.end)
            change.rewriteSourcePort(cursor, transport: flow.transport)
        }
        if flow.isFirstFragment { rememberFragment(flow) }
        if let counters = tables.counters(entry.pointee.rule) {
            counters.pointee.replyPackets &+= 1
        }
        return .pass
    }

    @inlinable @inline(__always)
    func hasSource(_ network: NetworkHeader, _ address: AddressBits) -> Bool {
        switch network {
        case .ipv4(let header): AddressBits(ipv4: header.pointee.source) == address
        case .ipv6(let header): header.pointee.source == address
        }
    }
}
