import Addresses
import PacketFormats
import TestSupport

/// A TCP segment whose sender is another one each time, with right checksums.
package struct FloodFrame: Sendable {
    /// The frame.
    package private(set) var bytes: [UInt8]
    /// The sums that the checksums are the complements of, without the sender.
    private let headerSum: UInt32
    private let segmentSum: UInt32

    private static let headerChecksum = 14 + 10
    private static let source = 14 + 12
    private static let sourcePort = 14 + 20
    private static let segmentChecksum = 14 + 20 + 16

    /// How many senders there are: all of 10.0.0.0/8.
    package static let sourceCount: UInt64 = 1 << 24

    /// A segment with these flags, from nobody yet.
    package init(
        to destination: IPAddress,
        port: UInt16,
        flags: UInt8,
        ethernetSource: EthernetAddress,
        ethernetDestination: EthernetAddress
    ) {
        var frame = FrameBuilder(
            from: IPAddress(bits: AddressBits(ipv4: 0)),
            to: destination,
            .tcp(source: 0, destination: port, flags: flags),
            ethernetSource: ethernetSource,
            ethernetDestination: ethernetDestination
        )
        frame.payload = []
        bytes = frame.bytes
        headerSum = Self.sum(bytes, Self.headerChecksum)
        segmentSum = Self.sum(bytes, Self.segmentChecksum)
    }

    /// Gives the segment its n-th sender; the addresses of so many in a row are all different.
    package mutating func setSender(_ number: UInt64) {
        // An odd factor visits each of a power of two once.
        let host = UInt32(truncatingIfNeeded: number &* 0x9e37_79b1) & 0xff_ffff
        let port = UInt16(1024 + number % 60_000)
        let address = 0x0a00_0000 | host
        write(UInt16(address >> 16), at: Self.source)
        write(UInt16(address & 0xffff), at: Self.source + 2)
        write(port, at: Self.sourcePort)
        let added = (address >> 16) + (address & 0xffff)
        write(Self.checksum(headerSum + added), at: Self.headerChecksum)
        write(Self.checksum(segmentSum + added + UInt32(port)), at: Self.segmentChecksum)
    }

    private mutating func write(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(value >> 8)
        bytes[offset + 1] = UInt8(value & 0xff)
    }

    private static func sum(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        UInt32(~(UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])))
    }

    private static func checksum(_ sum: UInt32) -> UInt16 {
        var sum = sum
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return ~UInt16(sum)
    }
}
