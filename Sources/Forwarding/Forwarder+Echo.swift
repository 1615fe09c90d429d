import PacketFormats
import Tables

extension Forwarder {
    /// Answers an echo request to a frontend address (RFC 792, RFC 4443 section 4.2).
    ///
    /// The data plane answers, not a member: with floating IP the host has no such address, and a
    /// reply says that at least one rule of the frontend has a member, as Azure's public frontends do.
    @inlinable @inline(__always)
    func answerEcho(
        _ frame: Frame,
        _ network: NetworkHeader,
        _ flow: Flow,
        _ address: UnsafeMutablePointer<FrontendEntry>
    ) -> Verdict {
        let own = answeringEthernet(address)
        guard let own, frame.ethernet.pointee.destination == own else { return .pass }
        if flow.source == flow.destination {
            return drop(address.pointee.rule, .sourceIsDestination)
        }
        if address.pointee.options.contains(.reportsUnreachable) {
            return reportUnreachable(frame, network, flow, address.pointee.rule, own)
        }
        guard address.pointee.options.contains(.answersEcho) else {
            return drop(address.pointee.rule, .unsupportedTransport)
        }
        var message = ICMPHeader.empty
        guard packet.read(&message, at: flow.message) else { return .pass }
        var checksum = Checksum(updating: message.checksum)
        let asked = UInt16(message.kind)
        message.kind = flow.transport == IPProtocolNumber.icmp ? 0 : 129
        // The kind is the word's first byte, which is its low one on the machines that Apus runs on.
        checksum.replace(asked, by: UInt16(message.kind))
        message.checksum = checksum.folded
        packet.write(message, at: flow.message)
        turnBack(network)
        frame.ethernet.pointee.destination = frame.ethernet.pointee.source
        frame.ethernet.pointee.source = own
        if let counters = tables.counters(address.pointee.rule) {
            counters.pointee.echoReplies &+= 1
        }
        return .transmit
    }

    /// Exchanges the two addresses, which leaves every checksum as it is, and gives the packet a new
    /// life of 64 hops.
    @inlinable @inline(__always)
    func turnBack(_ network: NetworkHeader) {
        switch network {
        case .ipv4(let header):
            let source = header.pointee.source
            header.pointee.source = header.pointee.destination
            header.pointee.destination = source
            var checksum = Checksum(updating: header.pointee.checksum)
            checksum.replace(UInt16(header.pointee.timeToLive), by: 64)
            header.pointee.timeToLive = 64
            header.pointee.checksum = checksum.folded
        case .ipv6(let header):
            let source = header.pointee.source
            header.pointee.source = header.pointee.destination
            header.pointee.destination = source
            header.pointee.hopLimit = 64
        }
    }
}
