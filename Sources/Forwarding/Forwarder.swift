import PacketFormats
import Tables

/// The forwarding decision: one frame and a set of tables in, a verdict and a changed frame out.
///
/// Compiled to BPF it is the packet program; compiled natively it is what tests, fuzzing and the
/// simulator run. Generic over both sides so that neither costs the other anything.
@frozen
public struct Forwarder<Packet: PacketBuffer, Access: TableAccess> {
    /// The frame.
    @usableFromInline let packet: Packet
    /// The tables.
    @usableFromInline let tables: Access

    /// Prepares a decision for one frame.
    @inlinable @inline(__always)
    public init(packet: Packet, tables: Access) {
        self.packet = packet
        self.tables = tables
    }

    /// Decides, and rewrites the frame as the verdict needs.
    @inlinable @inline(__always)
    public func forward() -> Verdict {
        var cursor = Cursor(position: packet.start, end: packet.end)
        guard let ethernet = cursor.take(EthernetHeader.self) else { return .pass }
        var frame = Frame(ethernet: ethernet)
        var etherType = ethernet.pointee.etherType
        if etherType == EtherType.ipv4, let verdict = forwardCommonIPv4(frame, cursor) {
            return verdict
        }
        if etherType == EtherType.ipv6, let verdict = forwardCommonIPv6(frame, cursor) {
            return verdict
        }
        if etherType == EtherType.vlan {
            guard let tag = cursor.take(VLANTag.self) else { return .pass }
            frame.tag = tag
            etherType = tag.pointee.etherType
        }
        if etherType == EtherType.ipv4 { return forwardIPv4(frame, cursor) }
        if etherType == EtherType.ipv6 { return forwardIPv6(frame, cursor) }
        if etherType == EtherType.arp { return answerARP(frame, cursor) }
        return .pass
    }

    /// Counts a packet that is not forwarded.
    @inlinable @inline(__always)
    func drop(_ rule: UInt32, _ reason: DropReason) -> Verdict {
        if let counters = tables.counters(rule) {
            // The offset is a constant after inlining; no bounds check is left to trap.
            counters.pointee.drops[unchecked: Int(truncatingIfNeeded: reason.rawValue)] &+= 1
        }
        return .drop(reason)
    }
}
