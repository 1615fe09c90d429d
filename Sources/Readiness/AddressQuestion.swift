public import Addresses
public import PacketFormats

/// A question to a whole segment, who has an address (RFC 826, RFC 4861 section 7.2.2).
public struct AddressQuestion: Hashable, Sendable {
    /// The address that is asked for.
    public let address: IPAddress
    /// The asker's address, of the same version.
    public let asker: IPAddress
    /// The asker's Ethernet address.
    public let ethernet: EthernetAddress

    /// What follows an ARP packet in its frame, up to the shortest that Ethernet has.
    ///
    /// The packet program of a load balancer node answers in the frame that asked, so this comes
    /// back; a host makes a frame of its own.
    static let mark: [UInt8] = Array("apus:who-has\0\0\0\0\0\0".utf8)

    /// The flow label of a neighbour solicitation, which comes back in the same way; what a host
    /// sends for neighbour discovery has none.
    static let flowLabel: UInt32 = 0xa_9005

    /// Makes a question.
    public init(address: IPAddress, asker: IPAddress, ethernet: EthernetAddress) {
        self.address = address
        self.asker = asker
        self.ethernet = ethernet
    }

    /// The frame that asks everybody.
    public var frame: [UInt8] {
        address.version == .ipv4 ? request + Self.mark : solicitation
    }

    private var request: [UInt8] {
        let header = EthernetAddress.broadcast.bytes + ethernet.bytes + [0x08, 0x06]
        let sender = ethernet.bytes + asker.bytes
        let target = EthernetAddress.unknown.bytes + address.bytes
        return header + [0, 1, 0x08, 0x00, 6, 4, 0, 1] + sender + target
    }

    private var solicitation: [UInt8] {
        let low = Array(address.bytes.suffix(3))
        let group: [UInt8] = [0xff, 0x02] + [UInt8](repeating: 0, count: 9) + [1, 0xff] + low
        guard let everybody = IPAddress(bytes: group) else { return [] }
        let target: [UInt8] = [135, 0, 0, 0, 0, 0, 0, 0] + address.bytes
        let packet = IPPacket(
            from: asker,
            to: everybody,
            transport: IPProtocolNumber.icmpv6,
            // Receivers drop a neighbour message with another hop limit (RFC 4861 section 7.1.1).
            hopLimit: 255,
            message: target + [1, 1] + ethernet.bytes,
            checksumAt: 2
        )
        var bytes = packet.bytes
        bytes[1] = UInt8(Self.flowLabel >> 16)
        bytes[2] = UInt8(truncatingIfNeeded: Self.flowLabel >> 8)
        bytes[3] = UInt8(truncatingIfNeeded: Self.flowLabel)
        return [0x33, 0x33, 0xff] + low + ethernet.bytes + packet.etherType + bytes
    }
}
