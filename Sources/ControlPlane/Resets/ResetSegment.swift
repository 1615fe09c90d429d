import Addresses
import PacketFormats

/// A TCP segment that ends a connection (RFC 9293 section 3.5.2), as a whole IP packet.
struct ResetSegment: Equatable {
    /// Where the segment seems to come from.
    let source: IPAddress
    /// Whom it is for.
    let destination: IPAddress
    /// The port that it seems to come from.
    let sourcePort: UInt16
    /// The port that it is for.
    let destinationPort: UInt16
    /// What its receiver expects next: a reset with another number is not taken (RFC 5961).
    let sequence: UInt32
    /// What its receiver has sent.
    let acknowledgement: UInt32

    /// The packet, from its IP header on: RST and ACK, and no window.
    var packet: [UInt8] { ip.bytes }

    /// The packet as a value.
    var ip: IPPacket {
        IPPacket(
            segmentFrom: (source, sourcePort),
            to: (destination, destinationPort),
            flags: [.rst, .ack],
            sequence: sequence,
            acknowledgement: acknowledgement,
            window: 0
        )
    }
}
