/// A range of addresses in CIDR form, such as `192.0.2.0/24` (RFC 4632, RFC 4291 section 2.3).
public struct IPPrefix: Hashable, Sendable {
    /// The address as it was written; its bits beyond `length` may be set.
    public let address: IPAddress
    /// The count of leading bits that all addresses of the range share.
    public let length: Int

    /// Makes a prefix; `nil` when the length does not fit the address family.
    public init?(address: IPAddress, length: Int) {
        guard (0...address.version.bitWidth).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// Whether the address is in the range; always false for the other family.
    public func contains(_ candidate: IPAddress) -> Bool {
        guard candidate.version == address.version else { return false }
        let ours = address.bytes
        let theirs = candidate.bytes
        let whole = length / 8
        guard ours.prefix(whole) == theirs.prefix(whole) else { return false }
        guard length % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff00 >> (length % 8))
        return ours[whole] & mask == theirs[whole] & mask
    }

    /// The first address of the range: all bits beyond `length` zero.
    public var network: IPAddress {
        var bytes = address.bytes
        for index in bytes.indices {
            let kept = min(max(length - index * 8, 0), 8)
            bytes[index] &= UInt8(truncatingIfNeeded: 0xff00 >> kept)
        }
        return IPAddress(bytes: bytes) ?? address
    }
}

extension IPPrefix: LosslessStringConvertible {
    /// Reads `address/length`; `nil` when either part is malformed.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        // One form for each length: no sign, no leading zeros.
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            let length = Int(parts[1]), String(length) == parts[1]
        else { return nil }
        self.init(address: address, length: length)
    }

    /// The text form, `address/length`.
    public var description: String { "\(address)/\(length)" }
}

extension IPPrefix: Codable {
    /// Reads the prefix from its text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let prefix = IPPrefix(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not a prefix such as 192.0.2.0/24"
            )
        }
        self = prefix
    }

    /// Writes the prefix as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
