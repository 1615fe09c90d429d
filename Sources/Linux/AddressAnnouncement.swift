public import Addresses
public import PacketFormats

/// The frames that tell a segment which Ethernet address an IP address now has.
///
/// Neighbours that hold an older entry replace it; a node sends them when it takes an address over.
public struct AddressAnnouncement: Hashable, Sendable {
    /// The announced IP address.
    public let address: IPAddress
    /// The Ethernet address that frames for it shall be sent to.
    public let ethernetAddress: EthernetAddress
    /// Whether an IPv6 neighbour shall treat the address as a router's (RFC 4861 section 4.4, R).
    public let isRouter: Bool

    /// Makes an announcement.
    public init(address: IPAddress, ethernetAddress: EthernetAddress, isRouter: Bool = false) {
        self.address = address
        self.ethernetAddress = ethernetAddress
        self.isRouter = isRouter
    }

    /// The complete frames without padding, in the order in which to send them.
    ///
    /// IPv4: an ARP announcement as a request (RFC 5227 section 3) and as a reply, because some
    /// systems take over only the one and some only the other. IPv6: one unsolicited neighbour
    /// advertisement to all nodes (RFC 4861 section 7.2.6).
    public var frames: [[UInt8]] {
        switch address.version {
        case .ipv4: [gratuitousARP(operation: 1), gratuitousARP(operation: 2)]
        case .ipv6: [neighbourAdvertisement]
        }
    }

    /// RFC 826, RFC 5227 section 2.3: both protocol addresses are the announced one.
    private func gratuitousARP(operation: UInt8) -> [UInt8] {
        let ethernet = ethernetAddress.bytes
        // A request leaves the target's Ethernet address zero; a reply must name a receiver.
        let target = operation == 1 ? EthernetAddress.unknown : ethernetAddress
        var frame = EthernetAddress.broadcast.bytes + ethernet + [0x08, 0x06]
        frame += [0, 1, 0x08, 0x00, 6, 4, 0, operation]
        frame += ethernet + address.bytes
        frame += target.bytes + address.bytes
        return frame
    }

    private var neighbourAdvertisement: [UInt8] {
        let group: [UInt8] = [0xff, 0x02] + [UInt8](repeating: 0, count: 13) + [1]
        guard let allNodes = IPAddress(bytes: group) else { return [] }
        let override: UInt8 = 0x20
        let router: UInt8 = 0x80
        // To all nodes the solicited flag must be clear (RFC 4861 section 7.2.6).
        let flags = isRouter ? override | router : override
        let target: [UInt8] = [136, 0, 0, 0, flags, 0, 0, 0] + address.bytes
        let packet = IPPacket(
            from: address,
            to: allNodes,
            transport: IPProtocolNumber.icmpv6,
            // Receivers drop a neighbour message with another hop limit (RFC 4861 section 7.1.2).
            hopLimit: 255,
            message: target + [2, 1] + ethernetAddress.bytes,
            checksumAt: 2
        )
        return [0x33, 0x33, 0, 0, 0, 1] + ethernetAddress.bytes + packet.etherType + packet.bytes
    }
}
