import PacketFormats
import Tables

extension Forwarder {
    /// Reads an ICMP message: an echo request, or an error and the flow of the packet that it quotes.
    ///
    /// - Parameter length: the bytes from the message's start to the end of the IP packet.
    @inlinable @inline(__always)
    func readMessage(_ flow: inout Flow, at offset: UInt, length: UInt) {
        flow.problem = .unsupportedTransport
        // An echo in fragments would have to be put together; errors never are in fragments.
        if flow.isFirstFragment { return }
        var header = ICMPHeader.empty
        guard length >= 8, packet.read(&header, at: offset) else {
            flow.problem = .malformedHeader
            return
        }
        flow.message = offset
        flow.messageEnd = offset &+ length
        if flow.transport == IPProtocolNumber.icmp {
            flow.isEchoRequest = header.isIPv4EchoRequest
            if header.isIPv4Error { readIPv4Quote(&flow, at: offset &+ 8, length: length &- 8) }
        } else {
            flow.isEchoRequest = header.isIPv6EchoRequest
            if header.isIPv6Error { readIPv6Quote(&flow, at: offset &+ 8, length: length &- 8) }
        }
    }

    /// Reads the IPv4 packet that an error quotes: its header and 8 bytes at least (RFC 792).
    @inlinable @inline(__always)
    func readIPv4Quote(_ flow: inout Flow, at offset: UInt, length: UInt) {
        var quoted = IPv4Header.empty
        // An error goes to the sender of the packet that it quotes; any other one is a forgery.
        guard packet.read(&quoted, at: offset), quoted.version == 4, quoted.headerLength >= 20,
            length >= quoted.headerLength &+ 8,
            quoted.source == flow.destination.ipv4
        else {
            flow.problem = .malformedHeader
            return
        }
        if quoted.isLaterFragment {
            flow.problem = .fragment
            return
        }
        let answered = AddressBits(ipv4: quoted.destination)
        let transport = offset &+ quoted.headerLength
        readQuotedPorts(&flow, offset, transport, answered, quoted.transport)
    }

    /// Reads the IPv6 packet that an error quotes (RFC 4443 section 3).
    ///
    /// Extension headers in the quote are not followed: the members' own packets have none.
    @inlinable @inline(__always)
    func readIPv6Quote(_ flow: inout Flow, at offset: UInt, length: UInt) {
        var quoted = IPv6Header.empty
        guard packet.read(&quoted, at: offset), quoted.version == 6, length >= 48,
            quoted.source == flow.destination
        else {
            flow.problem = .malformedHeader
            return
        }
        readQuotedPorts(&flow, offset, offset &+ 40, quoted.destination, quoted.nextHeader)
    }

    /// Makes the flow the one that the quoted packet answers: the quoted receiver sends to the
    /// quoted sender.
    @inlinable @inline(__always)
    func readQuotedPorts(
        _ flow: inout Flow,
        _ quote: UInt,
        _ transportHeader: UInt,
        _ answered: AddressBits,
        _ transport: UInt8
    ) {
        var ports = PortPair.empty
        let hasPorts = transport == IPProtocolNumber.tcp || transport == IPProtocolNumber.udp
        if hasPorts {
            guard packet.read(&ports, at: transportHeader) else {
                flow.problem = .malformedHeader
                return
            }
            flow.problem = nil
        }
        flow.quote = quote
        flow.source = answered
        flow.transport = transport
        flow.sourcePort = ports.destination
        flow.destinationPort = ports.source
    }

    /// Writes an address and port into the packet that an ICMP error quotes, where the rule writes
    /// them into the flow's packets.
    ///
    /// - Parameters:
    ///   - changesOuter: the same address was changed in the error's own IP header.
    ///   - isReply: the quoted packet went to the member, else it came from there.
    @inlinable @inline(__always)
    func translateQuote(
        _ network: NetworkHeader,
        _ flow: Flow,
        _ change: AddressChange,
        changesOuter: Bool,
        isReply: Bool
    ) {
        var header = ICMPHeader.empty
        guard packet.read(&header, at: flow.message) else { return }
        var checksum = Checksum(updating: header.checksum)
        var transportHeader = flow.quote &+ 40
        switch network {
        case .ipv4:
            var quoted = IPv4Header.empty
            guard packet.read(&quoted, at: flow.quote) else { return }
            let present = quoted.checksum
            quoted.checksum = change.ipv4Checksum(present)
            if isReply {
                quoted.destination = change.newAddress.ipv4
            } else {
                quoted.source = change.newAddress.ipv4
            }
            checksum.replace(present, by: quoted.checksum)
            checksum.replace(change.oldAddress.ipv4, by: change.newAddress.ipv4)
            packet.write(quoted, at: flow.quote)
            transportHeader = flow.quote &+ quoted.headerLength
        case .ipv6:
            checksum.replace(change.oldAddress, by: change.newAddress)
            // ICMP's own pseudo-header holds the outer address (RFC 4443 section 2.3).
            if changesOuter { checksum.replace(change.oldAddress, by: change.newAddress) }
            packet.write(change.newAddress, at: flow.quote &+ (isReply ? 24 : 8))
        }
        checksum.replace(change.oldPort.bits, by: change.newPort.bits)
        packet.write(change.newPort.bits, at: transportHeader &+ (isReply ? 2 : 0))
        translateQuotedChecksum(flow, change, transportHeader, &checksum)
        header.checksum = checksum.folded
        packet.write(header, at: flow.message)
    }

    /// Keeps the quoted transport checksum right, where the quote is long enough to have it.
    @inlinable @inline(__always)
    func translateQuotedChecksum(
        _ flow: Flow,
        _ change: AddressChange,
        _ transportHeader: UInt,
        _ checksum: inout Checksum
    ) {
        let isTCP = flow.transport == IPProtocolNumber.tcp
        let offset = transportHeader &+ (isTCP ? 16 : 6)
        var present: UInt16 = 0
        guard offset &+ 2 <= flow.messageEnd, packet.read(&present, at: offset) else { return }
        let changed =
            isTCP ? change.transportChecksum(present) : change.udpChecksum(present)
        checksum.replace(present, by: changed)
        packet.write(changed, at: offset)
    }
}
