import PacketFormats
import Tables

extension Forwarder {
    /// Decides for an IPv6 packet.
    @inlinable @inline(__always)
    func forwardIPv6(_ frame: Frame, _ start: Cursor) -> Verdict {
        var cursor = start
        guard let header = cursor.take(IPv6Header.self), header.pointee.version == 6 else {
            return .pass
        }
        if header.pointee.nextHeader == IPProtocolNumber.icmpv6,
            let answer = answerNeighbourSolicitation(frame, header, cursor)
        {
            return answer
        }
        if frame.ethernet.pointee.destination.isGroup { return .pass }
        let payloadLength = UInt(header.pointee.payloadLength.value)
        var flow = Flow(
            source: header.pointee.source,
            destination: header.pointee.destination,
            transport: header.pointee.nextHeader,
            length: UInt64(payloadLength) &+ 40 &+ frame.headerLength
        )
        if exceedsFrame(start.position, payloadLength &+ 40) {
            flow.problem = .malformedHeader
        } else {
            readExtensionHeaders(&flow, cursor, payloadLength)
        }
        if let problem = refusal(of: flow) { return refuse(frame, flow, problem) }
        return steer(frame, .ipv6(header), flow)
    }

    /// Skips extension headers up to the transport header and reads that.
    @inlinable @inline(__always)
    func readExtensionHeaders(_ flow: inout Flow, _ start: Cursor, _ payloadLength: UInt) {
        var offset = start.position &- packet.start
        var left = payloadLength
        var step = 0
        while isExtension(flow.transport) {
            guard step < Limits.extensionHeaders else {
                flow.problem = .extensionHeaderLimit
                return
            }
            var header = IPv6ExtensionHeader.empty
            guard packet.read(&header, at: offset) else {
                flow.problem = .malformedHeader
                return
            }
            let isFragment = flow.transport == IPProtocolNumber.fragment
            // The second byte of a fragment header is reserved, not a length.
            let length = 8 &+ (isFragment ? 0 : UInt(header.length) &* 8)
            if length > left {
                flow.problem = .malformedHeader
                return
            }
            offset = offset &+ length
            left = left &- length
            flow.transport = header.nextHeader
            step = step &+ 1
            if isFragment && header.isFragment {
                flow.fragmentTransport = header.nextHeader
                flow.identification = header.rest
                flow.isLaterFragment = header.isLaterFragment
                flow.isFirstFragment = !flow.isLaterFragment
                // What follows in a later fragment is not a header.
                if flow.isLaterFragment { break }
            }
        }
        if flow.isLaterFragment {
            recallFragment(&flow)
            return
        }
        if flow.transport == IPProtocolNumber.icmpv6 {
            readMessage(&flow, at: offset, length: left)
            return
        }
        let transport = Cursor(position: packet.start &+ (offset & 0x3fff), end: start.end)
        flow.readTransport(transport, payloadLength: left)
    }

    @inlinable @inline(__always)
    func isExtension(_ header: UInt8) -> Bool {
        header == IPProtocolNumber.hopByHopOptions || header == IPProtocolNumber.routing
            || header == IPProtocolNumber.fragment || header == IPProtocolNumber.destinationOptions
    }
}
