import PacketFormats
import Tables

// Nearly all packets are TCP or UDP right behind an IP header that has nothing unusual. They take
// the same way as any other, and it is compiled for them once more: what is known of them beforehand
// (no problem, no fragment, no ICMP, no tag) is a constant there, and whole branches vanish.

extension Forwarder {
    /// Decides for an IPv4 packet without options, fragments or faults; `nil` for any other.
    @inlinable @inline(__always)
    func forwardCommonIPv4(_ frame: Frame, _ start: Cursor) -> Verdict? {
        var cursor = start
        guard let header = cursor.take(IPv4Header.self), header.pointee.versionAndLength == 0x45,
            !header.pointee.isFragment, !frame.ethernet.pointee.destination.isGroup
        else { return nil }
        let totalLength = UInt(header.pointee.totalLength.value)
        guard totalLength >= 20, start.position &+ totalLength <= packet.end else { return nil }
        var flow = Flow(
            source: AddressBits(ipv4: header.pointee.source),
            destination: AddressBits(ipv4: header.pointee.destination),
            transport: header.pointee.transport,
            length: UInt64(totalLength) &+ frame.headerLength
        )
        flow.isCommon = true
        flow.readTransport(cursor, payloadLength: totalLength &- 20)
        return flow.problem == nil ? steer(frame, .ipv4(header), flow) : nil
    }

    /// Decides for an IPv6 packet without extension headers or faults; `nil` for any other.
    @inlinable @inline(__always)
    func forwardCommonIPv6(_ frame: Frame, _ start: Cursor) -> Verdict? {
        var cursor = start
        guard let header = cursor.take(IPv6Header.self), header.pointee.version == 6,
            !frame.ethernet.pointee.destination.isGroup
        else { return nil }
        let payloadLength = UInt(header.pointee.payloadLength.value)
        guard cursor.position &+ payloadLength <= packet.end else { return nil }
        var flow = Flow(
            source: header.pointee.source,
            destination: header.pointee.destination,
            transport: header.pointee.nextHeader,
            length: UInt64(payloadLength) &+ 40 &+ frame.headerLength
        )
        flow.isCommon = true
        flow.readTransport(cursor, payloadLength: payloadLength)
        return flow.problem == nil ? steer(frame, .ipv6(header), flow) : nil
    }
}
