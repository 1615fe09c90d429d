import PacketFormats
import Tables

/// What a client's TCP segment says of both directions of its connection.
///
/// A reset is only taken when it carries exactly the number that its receiver expects next
/// (RFC 5961 section 3), and with floating IP the node never sees the other direction.
@frozen
@usableFromInline
struct SequenceNumbers {
    /// The number of the client's next byte.
    @usableFromInline var next: UInt32
    /// The number of the next byte that the client expects; 0 when the segment has none.
    @usableFromInline var acknowledged: UInt32

    @inlinable @inline(__always)
    init() {
        next = 0
        acknowledged = 0
    }

    /// Reads a segment.
    ///
    /// - Parameters:
    ///   - cursor: stands at the TCP header.
    ///   - length: the bytes from there to the end of the IP packet.
    @inlinable @inline(__always)
    init(_ cursor: Cursor, length: UInt) {
        self.init()
        var cursor = cursor
        guard let header = cursor.take(TCPHeader.self) else { return }
        let data = UInt32(truncatingIfNeeded: length &- header.pointee.headerLength)
        let flags = header.pointee.flags
        next = header.pointee.sequenceNumber.value &+ data
        // SYN and FIN take a number each (RFC 9293 section 3.4), and few packets have one.
        if flags.rawValue & 3 != 0 {
            next = next &+ UInt32((flags.rawValue & 1) &+ ((flags.rawValue &>> 1) & 1))
        }
        if flags.contains(.ack) { acknowledged = header.pointee.acknowledgement.value }
    }
}
