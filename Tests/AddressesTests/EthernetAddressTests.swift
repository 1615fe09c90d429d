import Addresses
import PacketFormats
import TestSupport
import Testing

struct EthernetAddressTests {
    @Test(arguments: ["00:00:00:00:00:00", "02:a9:c0:00:02:64", "ff:ff:ff:ff:ff:ff"])
    func `the text comes back as it was`(text: String) throws {
        #expect(try #require(EthernetAddress(text)).description == text)
    }

    @Test func `upper case reads as lower case`() throws {
        let address = try #require(EthernetAddress("02:A9:C0:0D:0E:0F"))
        #expect(address.description == "02:a9:c0:0d:0e:0f")
        #expect(address.bytes == [0x02, 0xa9, 0xc0, 0x0d, 0x0e, 0x0f])
    }

    @Test(arguments: [
        "", "02:a9:c0:00:02", "02:a9:c0:00:02:64:00", "2:a9:c0:0:2:64", "02-a9-c0-00-02-64",
        "02a9c0000264", "02:a9:c0:00:02:6g", "02:a9:c0:00:02:", ":02:a9:c0:00:02:64",
        "+2:a9:c0:00:02:64", "-0:a9:c0:00:02:64", "02:a9:c0:00:02: 4", "002:a9:c0:00:02:64",
    ])
    func `text that is no Ethernet address is refused`(text: String) {
        #expect(EthernetAddress(text) == nil)
    }

    @Test func `the bytes lie in memory in the order of the wire`() throws {
        let address = try #require(EthernetAddress("01:02:03:04:05:06"))
        #expect(withUnsafeBytes(of: address) { Array($0) } == [1, 2, 3, 4, 5, 6])
        #expect(address.isGroup)
    }

    @Test func `only six bytes make an address`() {
        for count in 0...8 {
            let made = EthernetAddress(bytes: [UInt8](repeating: 2, count: count))
            #expect((made != nil) == (count == 6), "\(count) bytes")
        }
    }

    @Test func `random addresses come back from their text and from their bytes`() throws {
        var random = SeededGenerator(seed: 802)
        for _ in 0..<2000 {
            let bytes = (0..<6).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
            let address = try #require(EthernetAddress(bytes: bytes))
            try #require(address.bytes == bytes)
            try #require(EthernetAddress(address.description) == address)
        }
    }
}
