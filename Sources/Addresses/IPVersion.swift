/// An IP address family, spelled as Azure spells it (`privateIPAddressVersion`).
public enum IPVersion: String, Hashable, Sendable, Codable, CaseIterable {
    /// Internet Protocol version 4.
    case ipv4 = "IPv4"
    /// Internet Protocol version 6.
    case ipv6 = "IPv6"

    /// The length of an address of this family, in bits.
    public var bitWidth: Int { self == .ipv4 ? 32 : 128 }
}
