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
        return steer(frame, .ipv6(header), flow)
    }

    /// Skips extension headers up to the transport header and reads that.
    @inlinable @inline(__always)
    func readExtensionHeaders(_ flow: inout Flow, _ start: Cursor, _ payloadLength: UInt) {
        var cursor = start
        var left = payloadLength
        var step = 0
        while step < Limits.extensionHeaders, isExtension(flow.transport) {
            guard let header = cursor.take(IPv6ExtensionHeader.self) else {
                flow.problem = .malformedHeader
                return
            }
            var length: UInt = 8
            if flow.transport == IPProtocolNumber.fragment {
                if header.pointee.isFragment {
                    flow.problem = .fragment
                    return
                }
            } else {
                let more = UInt(header.pointee.length) &* 8
                length = length &+ more
                cursor.position = cursor.position &+ more
            }
            if length > left {
                flow.problem = .malformedHeader
                return
            }
            left = left &- length
            flow.transport = header.pointee.nextHeader
            step = step &+ 1
        }
        if isExtension(flow.transport) {
            flow.problem = .extensionHeaderLimit
            return
        }
        flow.readTransport(cursor, payloadLength: left)
    }

    @inlinable @inline(__always)
    func isExtension(_ header: UInt8) -> Bool {
        header == IPProtocolNumber.hopByHopOptions || header == IPProtocolNumber.routing
            || header == IPProtocolNumber.fragment || header == IPProtocolNumber.destinationOptions
    }
}
