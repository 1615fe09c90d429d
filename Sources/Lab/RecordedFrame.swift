import Addresses
public import PacketFormats

/// A frame that passed an interface, with what its headers say.
public struct RecordedFrame: Hashable, Sendable {
    /// The whole frame, with its VLAN tags.
    public let bytes: [UInt8]

    /// Takes a frame's bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The station that the frame is for.
    public var ethernetDestination: EthernetAddress? { EthernetAddress(bytes: bytes.prefix(6)) }

    /// The station that sent the frame.
    public var ethernetSource: EthernetAddress? {
        EthernetAddress(bytes: bytes.dropFirst(6).prefix(6))
    }

    /// The VLAN tags' control fields, outermost first.
    public var vlanTags: [UInt16] {
        (0..<vlanCount).map { word(at: 14 + 4 * $0) }
    }

    /// Everything after the two Ethernet addresses: what a load balancer that delivers directly must
    /// not touch.
    public var afterAddresses: [UInt8] { Array(bytes.dropFirst(12)) }

    /// The IP packet, without padding of the frame; empty when the frame carries none.
    public var packet: [UInt8] {
        let start = 14 + 4 * vlanCount
        switch word(at: start - 2) {
        case 0x0800: return Array(bytes.dropFirst(start).prefix(Int(word(at: start + 2))))
        case 0x86dd: return Array(bytes.dropFirst(start).prefix(40 + Int(word(at: start + 4))))
        default: return []
        }
    }

    private var vlanCount: Int {
        var count = 0
        while [0x8100, 0x88a8].contains(word(at: 12 + 4 * count)) { count += 1 }
        return count
    }

    private func word(at offset: Int) -> UInt16 {
        guard offset + 1 < bytes.count else { return 0 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }
}
