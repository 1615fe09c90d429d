import PacketFormats
import Tables

extension Forwarder {
    /// Answers an ARP request for a frontend address (RFC 826); any other ARP packet is the host's.
    ///
    /// The packet program answers, not the host, so that the host never owns a frontend address and
    /// the answers go on while the daemon is down.
    @inlinable @inline(__always)
    func answerARP(_ frame: Frame, _ start: Cursor) -> Verdict {
        var cursor = start
        guard let arp = cursor.take(ARPPacket.self), arp.pointee.isEthernetIPv4Request,
            arp.pointee.sender != arp.pointee.target
        else { return .pass }
        let address = AddressBits(ipv4: arp.pointee.target)
        guard let entry = tables.frontend(FrontendKey(address: address)),
            let own = answeringEthernet(entry)
        else { return .pass }
        let sender = (arp.pointee.senderHigh, arp.pointee.senderLow)
        let target = (arp.pointee.targetHigh, arp.pointee.targetLow)
        arp.pointee.operation = BigEndian(2)
        arp.pointee.targetEthernet = arp.pointee.senderEthernet
        (arp.pointee.targetHigh, arp.pointee.targetLow) = sender
        arp.pointee.senderEthernet = own
        (arp.pointee.senderHigh, arp.pointee.senderLow) = target
        frame.ethernet.pointee.destination = frame.ethernet.pointee.source
        frame.ethernet.pointee.source = own
        return .transmit
    }

    /// The Ethernet address that a frontend answers with on the receiving interface.
    @inlinable @inline(__always)
    func answeringEthernet(_ entry: UnsafeMutablePointer<FrontendEntry>) -> EthernetAddress? {
        if entry.pointee.ethernet != EthernetAddress.unknown { return entry.pointee.ethernet }
        return tables.interface(packet.interface)?.pointee.ethernet
    }

    /// Answers a neighbour solicitation for a frontend address (RFC 4861 section 7.2.4).
    ///
    /// - Returns: `nil` when the packet is something else.
    @inlinable @inline(__always)
    func answerNeighbourSolicitation(
        _ frame: Frame,
        _ network: UnsafeMutablePointer<IPv6Header>,
        _ start: Cursor
    ) -> Verdict? {
        var cursor = start
        guard let message = cursor.take(NeighbourMessage.self),
            message.pointee.typeAndCode == BigEndian(0x8700),
            network.pointee.hopLimit == 255
        else { return nil }
        var link: UnsafeMutablePointer<NeighbourLinkOption>?
        if network.pointee.payloadLength == BigEndian(32) {
            link = cursor.take(NeighbourLinkOption.self)
            if link?.pointee.length != 1 { return nil }
        } else if network.pointee.payloadLength != BigEndian(24) {
            return nil
        }
        guard let entry = tables.frontend(FrontendKey(address: message.pointee.target)),
            let own = answeringEthernet(entry)
        else { return nil }
        advertise(frame, network, message, link, own)
        return .transmit
    }

    /// Turns a solicitation into the advertisement that answers it.
    @inlinable @inline(__always)
    func advertise(
        _ frame: Frame,
        _ network: UnsafeMutablePointer<IPv6Header>,
        _ message: UnsafeMutablePointer<NeighbourMessage>,
        _ link: UnsafeMutablePointer<NeighbourLinkOption>?,
        _ own: EthernetAddress
    ) {
        let asker = network.pointee.source
        let isProbe = asker == AddressBits(high: 0, low: 0)
        let allNodes = AddressBits(
            high: UInt64(bigEndian: 0xff02_0000_0000_0000),
            low: UInt64(bigEndian: 1)
        )
        let target = message.pointee.target
        let receiver = isProbe ? allNodes : asker
        network.pointee.source = target
        network.pointee.destination = receiver
        // Override, and solicited unless the answer goes to all nodes.
        let flags = BigEndian<UInt32>(isProbe ? 0x2000_0000 : 0x6000_0000)
        message.pointee.typeAndCode = BigEndian(0x8800)
        message.pointee.flags = flags
        var checksum = Checksum()
        checksum.add(target.high)
        checksum.add(target.low)
        checksum.add(receiver.high)
        checksum.add(receiver.low)
        checksum.add(network.pointee.payloadLength.bits)
        checksum.add(BigEndian<UInt16>(UInt16(IPProtocolNumber.icmpv6)).bits)
        checksum.add(BigEndian<UInt16>(0x8800).bits)
        checksum.add(flags.bits)
        checksum.add(target.high)
        checksum.add(target.low)
        if let link {
            link.pointee.kind = 2
            link.pointee.ethernet = own
            checksum.add(BigEndian<UInt16>(0x0201).bits)
            checksum.add(own.first)
            checksum.add(own.second)
            checksum.add(own.third)
        }
        message.pointee.checksum = checksum.folded
        let everyone = EthernetAddress(first: 0x3333, second: 0, third: 0x0100)
        let source = frame.ethernet.pointee.source
        frame.ethernet.pointee.destination = isProbe ? everyone : source
        frame.ethernet.pointee.source = own
    }
}
