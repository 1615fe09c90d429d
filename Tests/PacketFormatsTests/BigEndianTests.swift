import PacketFormats
import TestSupport
import Testing

struct BigEndianTests {
    private func bytes<Value: BitwiseCopyable>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    @Test func `a value lies in memory with its highest byte first`() {
        #expect(bytes(BigEndian<UInt16>(0x1234)) == [0x12, 0x34])
        #expect(bytes(BigEndian<UInt32>(0x1234_5678)) == [0x12, 0x34, 0x56, 0x78])
        #expect(bytes(BigEndian<UInt64>(1)) == [0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func `bytes from the wire read as the value that was sent`() {
        let wire: [UInt8] = [0x01, 0xbb]
        let port = wire.withUnsafeBytes { $0.loadUnaligned(as: BigEndian<UInt16>.self) }
        #expect(port.value == 443)
        #expect(port == BigEndian(443))
    }

    @Test func `every value comes back, and equal values have equal bits`() {
        for value in UInt16.min ... .max {
            let network = BigEndian(value)
            #expect(network.value == value)
            #expect(BigEndian(bits: network.bits) == network)
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1000 {
            let value = UInt32.random(in: 0 ... .max, using: &random)
            #expect(BigEndian(value).value == value)
            #expect(BigEndian(value).bits == value.bigEndian)
        }
    }
}
