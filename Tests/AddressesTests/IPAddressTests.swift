import Addresses
import Foundation
import PacketFormats
import TestSupport
import Testing

struct IPAddressTests {
    @Test(arguments: [
        "0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::1",
        "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "fe80::1", "ff02::1:ff00:1",
        "1:2:3:4:5:6:7:8",
    ])
    func `canonical text comes back as it was`(text: String) throws {
        #expect(try #require(IPAddress(text)).description == text)
    }

    /// RFC 5952 section 4: no leading zeros, the longest run of zeros shortened, lower case.
    @Test(arguments: [
        ("2001:0db8::0001", "2001:db8::1"), ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:DB8::ABCD", "2001:db8::abcd"), ("0:0:0:0:0:0:0:0", "::"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ])
    func `other text of an IPv6 address prints in the canonical form`(
        text: String,
        canonical: String
    ) throws {
        #expect(try #require(IPAddress(text)).description == canonical)
    }

    @Test(arguments: [
        "", " ", "192.0.2", "192.0.2.256", "192.0.2.1.1", "192.0.2.01", "0x7f.0.0.1", "192.0.2.1 ",
        " 192.0.2.1", "192.0.2.-1", "192.0.2.1/24", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "12345::", "g::", "fe80::1%eth0", "[::1]", "localhost",
        "192.0.2.1\0", "2001:db8::1\0tail",
    ])
    func `text that is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["::ffff:192.0.2.1", "::ffff:c000:201", "0:0:0:0:0:FFFF:0:0"])
    func `an IPv4-mapped address is refused, which would be taken for IPv4`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `the bytes are those of the wire, in both families`() throws {
        let four = try #require(IPAddress("192.0.2.100"))
        #expect(four.version == .ipv4)
        #expect(four.bytes == [192, 0, 2, 100])
        #expect(four.bits == AddressBits(ipv4: UInt32(0xc000_0264).bigEndian))
        let six = try #require(IPAddress("2001:db8::64"))
        #expect(six.version == .ipv6)
        #expect(six.bytes == [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x64])
        #expect(withUnsafeBytes(of: six.bits) { Array($0) } == six.bytes)
        #expect(IPAddress(bits: six.bits) == six)
    }

    @Test func `only four or sixteen bytes make an address`() {
        for count in 0...20 {
            let made = IPAddress(bytes: [UInt8](repeating: 1, count: count))
            #expect((made != nil) == (count == 4 || count == 16), "\(count) bytes")
        }
    }

    @Test func `random addresses come back from their text and from their bytes`() throws {
        var random = SeededGenerator(seed: 5952)
        for _ in 0..<5000 {
            let isIPv4 = Bool.random(using: &random)
            let bytes = (0..<(isIPv4 ? 4 : 16)).map { _ in
                // Zeros often, for the runs that the text shortens.
                Bool.random(using: &random) ? 0 : UInt8.random(in: 0 ... .max, using: &random)
            }
            let address = try #require(IPAddress(bytes: bytes))
            try #require(address.bytes == bytes)
            try #require(IPAddress(address.description) == address, "\(address)")
        }
    }

    @Test func `IPv4 goes before IPv6, and each is in the order of its bytes`() throws {
        let sorted = [
            "0.0.0.0", "9.255.255.255", "10.0.0.1", "192.0.2.1", "192.0.2.10", "255.255.255.255",
            "::", "::1", "2001:db8::9", "2001:db8::10", "fe80::1",
        ]
        let addresses = try sorted.map { try #require(IPAddress($0)) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            #expect(addresses.shuffled(using: &random).sorted() == addresses)
        }
        #expect(!(addresses[0] < addresses[0]))
    }

    @Test func `an address is its text in JSON`() throws {
        let addresses = try ["192.0.2.1", "2001:db8::1"].map { try #require(IPAddress($0)) }
        let json = try JSONEncoder().encode(addresses)
        #expect(String(decoding: json, as: UTF8.self) == #"["192.0.2.1","2001:db8::1"]"#)
        #expect(try JSONDecoder().decode([IPAddress].self, from: json) == addresses)
    }

    @Test(arguments: ["\"192.0.2\"", "\"::ffff:192.0.2.1\"", "1", "null"])
    func `JSON that is no address is refused`(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(IPAddress.self, from: Data(json.utf8))
        }
    }
}
