import Addresses
import Foundation
import TestSupport
import Testing

struct IPPrefixTests {
    private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: ["0.0.0.0/0", "192.0.2.7/24", "192.0.2.1/32", "::/0", "2001:db8::1/128"])
    func `the text comes back with the address as it was written`(text: String) throws {
        #expect(try prefix(text).description == text)
    }

    @Test(arguments: [
        "", "192.0.2.0", "192.0.2.0/", "/24", "192.0.2.0/33", "192.0.2.0/-1", "2001:db8::/129",
        "192.0.2.0/24/8", "192.0.2.0/ 24", "192.0.2.0/255.255.255.0", "192.0.2/24", "192.0.2.0/+24",
        "192.0.2.0/024", "::ffff:192.0.2.0/120", "192.0.2.0/99999999999999999999",
    ])
    func `text that is no prefix is refused`(text: String) {
        #expect(IPPrefix(text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.96/28", "192.0.2.96", "192.0.2.111", "192.0.2.95", "192.0.2.112"),
        ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
        ("192.0.2.5/32", "192.0.2.5", "192.0.2.5", "192.0.2.4", "192.0.2.6"),
        ("172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
        (
            "2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
            "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8:8000::"
        ),
        ("fe80::/10", "fe80::", "febf::1", "fe7f:ffff::", "fec0::"),
    ])
    func `the first and the last address are in the range, their neighbours are not`(
        range: String,
        first: String,
        last: String,
        before: String,
        after: String
    ) throws {
        let range = try prefix(range)
        #expect(range.contains(try address(first)))
        #expect(range.contains(try address(last)))
        #expect(!range.contains(try address(before)))
        #expect(!range.contains(try address(after)))
        #expect(range.network == (try address(first)))
    }

    @Test func `a range of length zero has all addresses of its family and no other`() throws {
        #expect(try prefix("0.0.0.0/0").contains(address("255.255.255.255")))
        #expect(try !prefix("0.0.0.0/0").contains(address("::1")))
        #expect(try prefix("::/0").contains(address("ffff::")))
        #expect(try !prefix("::/0").contains(address("192.0.2.1")))
    }

    @Test func `the network is the address with all bits beyond the length zero`() throws {
        #expect(try prefix("192.0.2.201/26").network == address("192.0.2.192"))
        #expect(try prefix("192.0.2.201/0").network == address("0.0.0.0"))
        #expect(try prefix("192.0.2.201/32").network == address("192.0.2.201"))
        #expect(try prefix("2001:db8:ffff::1/37").network == address("2001:db8:f800::"))
    }

    @Test func `membership and network agree for random prefixes and addresses`() throws {
        var random = SeededGenerator(seed: 4632)
        for _ in 0..<5000 {
            let size = Bool.random(using: &random) ? 4 : 16
            let bytes = (0..<size).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
            let length = Int.random(in: 0...(size * 8), using: &random)
            let address = try #require(IPAddress(bytes: bytes))
            let range = try #require(IPPrefix(address: address, length: length))
            #expect(range.contains(address))
            #expect(range.contains(range.network))
            guard length > 0 else { continue }
            // With one of its leading bits changed, no address is in the range.
            var other = bytes
            let bit = Int.random(in: 0..<length, using: &random)
            other[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            #expect(!range.contains(try #require(IPAddress(bytes: other))), "\(range), bit \(bit)")
        }
    }

    @Test func `a prefix is its text in JSON`() throws {
        let ranges = try [prefix("192.0.2.0/24"), prefix("2001:db8::/64")]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let json = try encoder.encode(ranges)
        #expect(String(decoding: json, as: UTF8.self) == #"["192.0.2.0/24","2001:db8::/64"]"#)
        #expect(try JSONDecoder().decode([IPPrefix].self, from: json) == ranges)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(IPPrefix.self, from: Data("\"192.0.2.0/33\"".utf8))
        }
    }

    @Test func `a family is spelled as Azure spells it`() throws {
        let json = Data(#"["IPv4","IPv6"]"#.utf8)
        #expect(try JSONDecoder().decode([IPVersion].self, from: json) == [.ipv4, .ipv6])
        #expect(IPVersion.ipv4.bitWidth == 32)
        #expect(IPVersion.ipv6.bitWidth == 128)
    }
}
