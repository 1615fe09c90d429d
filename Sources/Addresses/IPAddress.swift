import Glibc
import PacketFormats

/// An IPv4 or IPv6 address that reads and prints as text.
public struct IPAddress: Hashable, Sendable {
    /// The address as the packet program compares it.
    public let bits: AddressBits

    /// Makes an address from the packet program's form.
    public init(bits: AddressBits) {
        self.bits = bits
    }

    /// Makes an address from 4 (IPv4) or 16 (IPv6) bytes in network order; `nil` for another count.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self.init(bits: AddressBits(ipv4: Self.word(bytes)))
        case 16:
            let high: UInt64 = Self.word(bytes.prefix(8))
            self.init(bits: AddressBits(high: high, low: Self.word(bytes.dropFirst(8))))
        default: return nil
        }
    }

    /// The address family.
    public var version: IPVersion { bits.isIPv4 ? .ipv4 : .ipv6 }

    /// The bytes in network order: 4 for IPv4, 16 for IPv6.
    public var bytes: [UInt8] {
        if bits.isIPv4 { return withUnsafeBytes(of: bits.ipv4) { Array($0) } }
        return withUnsafeBytes(of: bits) { Array($0) }
    }

    /// Whether the address means something on one segment alone (RFC 3927, RFC 4291 section 2.5.6).
    public var isLinkLocal: Bool {
        let bytes = bytes
        return version == .ipv4
            ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
    }

    private static func word<Word: FixedWidthInteger>(_ bytes: some Collection<UInt8>) -> Word {
        Word(bigEndian: bytes.reduce(Word(0)) { $0 << 8 | Word($1) })
    }
}

extension IPAddress: LosslessStringConvertible {
    /// Reads dotted IPv4 or RFC 4291 IPv6 text; `nil` when it is neither, or an IPv4-mapped address.
    public init?(_ text: String) {
        // The C library reads up to the first zero byte and would not see what follows.
        guard !text.utf8.contains(0) else { return nil }
        var ipv4 = in_addr()
        if inet_pton(AF_INET, text, &ipv4) == 1 {
            self.init(bits: AddressBits(ipv4: ipv4.s_addr))
            return
        }
        var ipv6 = in6_addr()
        guard inet_pton(AF_INET6, text, &ipv6) == 1 else { return nil }
        let address = withUnsafeBytes(of: ipv6) { IPAddress(bytes: $0) }
        guard let address, !address.bits.isIPv4 else { return nil }
        self = address
    }

    /// The canonical text: dotted for IPv4, RFC 5952 for IPv6.
    public var description: String {
        let family = bits.isIPv4 ? AF_INET : AF_INET6
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let bytes = bytes
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension IPAddress: Comparable {
    /// Orders by family (IPv4 first), then by the bytes.
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        if left.version != right.version { return left.version == .ipv4 }
        return left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension IPAddress: Codable {
    /// Reads the address from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = IPAddress(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not an IPv4 or IPv6 address"
            )
        }
        self = address
    }

    /// Writes the address as its canonical text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
