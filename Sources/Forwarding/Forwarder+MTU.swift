import PacketFormats
import Tables

extension Forwarder {
    /// Whether a packet is longer than what the interface to its backend carries.
    @inlinable @inline(__always)
    func exceedsMTU(_ frame: Frame, _ flow: Flow, _ mtu: UInt16) -> Bool {
        mtu != 0 && flow.length &- frame.headerLength > UInt64(mtu)
    }

    /// Tells a packet's sender how long its packets may be, in place of forwarding one that is longer
    /// (RFC 1191 section 4, RFC 4443 section 3.2).
    ///
    /// The error comes from the address that the packet was sent to. It quotes what the sender needs
    /// to know its connection by, the header and 8 bytes (RFC 792), whose sum is known without reading
    /// a packet of any length. IPv4 packets that allow fragments, which nobody makes here, fragments
    /// and ICMP messages are only dropped.
    @inlinable @inline(__always)
    func reportTooBig(
        _ frame: Frame,
        _ network: NetworkHeader,
        _ flow: Flow,
        _ rule: UInt32,
        _ mtu: UInt16
    ) -> Verdict {
        let verdict = drop(rule, .packetTooBig)
        let start = UInt(frame.headerLength)
        let answer = EthernetHeader(
            destination: frame.ethernet.pointee.source,
            source: frame.ethernet.pointee.destination,
            etherType: frame.ethernet.pointee.etherType
        )
        let tag = frame.tag?.pointee
        var quoted: UInt64 = 0
        switch network {
        case .ipv4(let header):
            guard header.pointee.versionAndLength == 0x45,
                header.pointee.fragment == BigEndian(0x4000),
                flow.transport != IPProtocolNumber.icmp,
                packet.read(&quoted, at: start &+ 20)
            else { return verdict }
            let outer = IPv4Header(
                totalLength: 56,
                timeToLive: 64,
                transport: IPProtocolNumber.icmp,
                source: header.pointee.destination,
                destination: header.pointee.source
            )
            let error = fragmentationNeeded(mtu, quoted)
            guard packet.grow(by: 28), packet.shorten(to: start &+ 56) else { return verdict }
            packet.write(outer, at: start)
            packet.write(error, at: start &+ 20)
        case .ipv6(let header):
            guard header.pointee.nextHeader == flow.transport,
                flow.transport != IPProtocolNumber.icmpv6,
                packet.read(&quoted, at: start &+ 40)
            else { return verdict }
            let outer = IPv6Header(
                payloadLength: 56,
                nextHeader: IPProtocolNumber.icmpv6,
                hopLimit: 64,
                source: header.pointee.destination,
                destination: header.pointee.source
            )
            let error = packetTooBig(mtu, header, quoted)
            guard packet.grow(by: 48), packet.shorten(to: start &+ 96) else { return verdict }
            packet.write(outer, at: start)
            packet.write(error, at: start &+ 40)
        }
        packet.write(answer, at: 0)
        if let tag { packet.write(tag, at: 14) }
        return .transmit
    }

    /// The IPv4 message; a quoted header sums to nothing, or its packet is damaged anyway.
    @inlinable @inline(__always)
    func fragmentationNeeded(_ mtu: UInt16, _ quoted: UInt64) -> ICMPHeader {
        let rest = BigEndian<UInt32>(UInt32(mtu)).bits
        var sum = Checksum()
        sum.add(BigEndian<UInt16>(0x0304).bits)
        sum.add(rest)
        sum.add(quoted)
        return ICMPHeader(kind: 3, code: 4, checksum: sum.folded, rest: rest)
    }

    /// The IPv6 message, whose sum takes both addresses twice: as its own, and in the quoted header.
    @inlinable @inline(__always)
    func packetTooBig(
        _ mtu: UInt16,
        _ header: UnsafeMutablePointer<IPv6Header>,
        _ quoted: UInt64
    ) -> ICMPHeader {
        let rest = BigEndian<UInt32>(UInt32(mtu)).bits
        var sum = Checksum()
        sum.add(BigEndian<UInt16>(0x0200).bits)
        sum.add(rest)
        sum.add(BigEndian<UInt16>(56).bits)
        sum.add(BigEndian<UInt16>(UInt16(IPProtocolNumber.icmpv6)).bits)
        sum.add(header.pointee.versionClassFlow.bits)
        sum.add(header.pointee.payloadLength.bits)
        sum.add(UInt16(header.pointee.nextHeader) | UInt16(header.pointee.hopLimit) &<< 8)
        let addresses = (header.pointee.source, header.pointee.destination)
        sum.add(addresses.0)
        sum.add(addresses.1)
        sum.add(addresses.0)
        sum.add(addresses.1)
        sum.add(quoted)
        return ICMPHeader(kind: 2, code: 0, checksum: sum.folded, rest: rest)
    }
}
