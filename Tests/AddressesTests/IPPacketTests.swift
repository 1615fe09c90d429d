import Addresses
import PacketFormats
import TestSupport
import Testing

/// Packets that are written whole.
struct IPPacketTests {
    @Test(arguments: [("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::2")], [8, 9])
    func `a message's checksum holds for even and odd lengths`(
        ends: (String, String),
        length: Int
    ) throws {
        let source = try #require(IPAddress(ends.0))
        let destination = try #require(IPAddress(ends.1))
        let packet = IPPacket(
            from: source,
            to: destination,
            transport: IPProtocolNumber.udp,
            message: [UInt8](repeating: 0, count: 7) + [UInt8](repeating: 0xa5, count: length - 7),
            checksumAt: 4
        )
        let pseudo = source.bytes + destination.bytes + [0, 17, 0, UInt8(length)]
        let filled = packet.message + (length.isMultiple(of: 2) ? [] : [0])
        #expect(InternetChecksum.of(pseudo + filled) == 0)
        #expect(packet.message[4...5] != [0, 0])
        #expect(packet.bytes.count == (source.version == .ipv4 ? 20 : 40) + length)
    }
}
