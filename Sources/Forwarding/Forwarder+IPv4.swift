import PacketFormats
import Tables

extension Forwarder {
    /// Decides for an IPv4 packet.
    @inlinable @inline(__always)
    func forwardIPv4(_ frame: Frame, _ start: Cursor) -> Verdict {
        var cursor = start
        guard let header = cursor.take(IPv4Header.self), header.pointee.version == 4,
            !frame.ethernet.pointee.destination.isGroup
        else { return .pass }
        let totalLength = UInt(header.pointee.totalLength.value)
        let headerLength = header.pointee.headerLength
        var flow = Flow(
            source: AddressBits(ipv4: header.pointee.source),
            destination: AddressBits(ipv4: header.pointee.destination),
            transport: header.pointee.transport,
            length: UInt64(totalLength) &+ frame.headerLength
        )
        if headerLength < 20 || totalLength < headerLength
            || exceedsFrame(start.position, totalLength)
        {
            flow.problem = .malformedHeader
        } else {
            if header.pointee.isFragment {
                flow.isLaterFragment = header.pointee.isLaterFragment
                flow.isFirstFragment = !flow.isLaterFragment
                flow.fragmentTransport = flow.transport
                flow.identification = UInt32(header.pointee.identification.bits)
            }

            cursor.position = cursor.position &+ (headerLength &- 20)
            let left = totalLength &- headerLength
            if flow.isLaterFragment {
                recallFragment(&flow)
            } else if flow.transport == IPProtocolNumber.icmp {
                readMessage(&flow, at: cursor.position &- packet.start, length: left)
            } else {
                flow.readTransport(cursor, payloadLength: left)
            }
        }
        if let problem = refusal(of: flow) { return refuse(frame, flow, problem) }
        return steer(frame, .ipv4(header), flow)
    }

    /// Whether an IP packet that starts at an address claims more bytes than the frame has.
    ///
    /// Only a multi-buffer frame is longer than what `end` shows, so its length is asked for last.
    @inlinable @inline(__always)
    func exceedsFrame(_ position: UInt, _ length: UInt) -> Bool {
        guard position &+ length > packet.end else { return false }
        return position &- packet.start &+ length > packet.frameLength()
    }
}
