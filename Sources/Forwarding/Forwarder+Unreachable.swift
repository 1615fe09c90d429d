import PacketFormats
import Tables

extension Forwarder {
    /// Answers an echo request with the error that the host is unreachable (RFC 792, RFC 4443
    /// section 3.1), as Azure's public frontends do while all their members are down.
    ///
    /// The error quotes the whole request, so that its checksum follows from the request's own ones,
    /// which sum to nothing; a request that is too long to be quoted whole is only dropped. Where the
    /// request's checksums are wrong so is the error's, and its receiver ignores it.
    @inlinable @inline(__always)
    func reportUnreachable(
        _ frame: Frame,
        _ network: NetworkHeader,
        _ flow: Flow,
        _ rule: UInt32,
        _ own: EthernetAddress
    ) -> Verdict {
        let verdict = drop(rule, .noHealthyBackend)
        let requester = frame.ethernet.pointee.source
        let type = frame.ethernet.pointee.etherType
        let tag = frame.tag?.pointee
        let room: Int32
        let ipv4: IPv4Header
        let ipv6: IPv6Header
        let error: ICMPHeader
        switch network {
        case .ipv4(let request):
            let length = request.pointee.totalLength.value
            // No error is longer than 576 bytes (RFC 1812 section 4.3.2.3).
            if length > 548 { return verdict }
            room = 28
            ipv4 = IPv4Header(
                totalLength: length &+ 28,
                timeToLive: 64,
                transport: IPProtocolNumber.icmp,
                source: request.pointee.destination,
                destination: request.pointee.source
            )
            ipv6 = .empty
            var sum = Checksum()
            sum.add(BigEndian<UInt16>(0x0301).bits)
            error = ICMPHeader(kind: 3, code: 1, checksum: sum.folded, rest: 0)
        case .ipv6(let request):
            let length = request.pointee.payloadLength.value
            // No error is longer than 1280 bytes (RFC 4443 section 2.4); nor is the request's sum
            // known where extension headers come before it.
            if length > 1192 || request.pointee.nextHeader != IPProtocolNumber.icmpv6 {
                return verdict
            }
            room = 48
            ipv4 = .empty
            ipv6 = IPv6Header(
                payloadLength: length &+ 48,
                nextHeader: IPProtocolNumber.icmpv6,
                hopLimit: 64,
                source: request.pointee.destination,
                destination: request.pointee.source
            )
            error = ICMPHeader(kind: 1, code: 3, checksum: checksum(over: request), rest: 0)
        }
        guard packet.grow(by: room) else { return verdict }
        let header = EthernetHeader(destination: requester, source: own, etherType: type)
        packet.write(header, at: 0)
        if let tag { packet.write(tag, at: 14) }
        let start: UInt = tag == nil ? 14 : 18
        if room == 28 {
            packet.write(ipv4, at: start)
            packet.write(error, at: start &+ 20)
        } else {
            packet.write(ipv6, at: start)
            packet.write(error, at: start &+ 40)
        }
        return .transmit
    }

    /// The checksum of the error that quotes an IPv6 echo request.
    ///
    /// The request's message and pseudo-header sum to nothing. What is left of error and quote are
    /// both pairs of addresses less the one that the request's sum took away, the two lengths that
    /// differ, and the fields of the quoted header.
    @inlinable @inline(__always)
    func checksum(over request: UnsafeMutablePointer<IPv6Header>) -> UInt16 {
        let length = request.pointee.payloadLength.value
        var sum = Checksum()
        sum.add(BigEndian<UInt16>(0x0103).bits)
        sum.add(BigEndian<UInt16>(length &+ 48).bits)
        sum.add(request.pointee.versionClassFlow.bits)
        sum.add(UInt16(request.pointee.nextHeader) | UInt16(request.pointee.hopLimit) &<< 8)
        sum.add(request.pointee.source)
        sum.add(request.pointee.destination)
        return sum.folded
    }
}
