import Addresses
import PacketFormats
import Soak
import TestSupport
import Testing

struct FloodFrameTests {
    private let here = EthernetAddress(first: 0x0200, second: 0, third: 1)
    private let there = EthernetAddress(first: 0x0200, second: 0, third: 2)

    @Test func `each sender's segment is as a builder writes it`() throws {
        let destination = try #require(IPAddress("192.0.2.100"))
        var frame = FloodFrame(
            to: destination,
            port: 7000,
            flags: 2,
            ethernetSource: here,
            ethernetDestination: there
        )
        for number in [UInt64(0), 1, 2, 59_999, 60_000, 0xff_ffff, 0x1234_5678_9abc] {
            frame.setSender(number)
            let source = try #require(IPAddress(bytes: frame.bytes[26..<30]))
            #expect(source.bytes[0] == 10)
            let port = UInt16(frame.bytes[34]) << 8 | UInt16(frame.bytes[35])
            var expected = FrameBuilder(
                from: source,
                to: destination,
                .tcp(source: port, destination: 7000, flags: 2),
                ethernetSource: here,
                ethernetDestination: there
            )
            expected.payload = []
            #expect(frame.bytes == expected.bytes, "sender \(number)")
        }
    }

    @Test func `senders in a row are all different`() throws {
        var frame = FloodFrame(
            to: try #require(IPAddress("192.0.2.100")),
            port: 7000,
            flags: 2,
            ethernetSource: here,
            ethernetDestination: there
        )
        var addresses: Set<ArraySlice<UInt8>> = []
        for number in UInt64(0)..<20_000 {
            frame.setSender(number)
            addresses.insert(ArraySlice(Array(frame.bytes[26..<30])))
        }
        #expect(addresses.count == 20_000)
    }
}
