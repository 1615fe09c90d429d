import PacketFormats

/// The IP header of a packet, by version.
@frozen
public enum NetworkHeader {
    /// An IPv4 header.
    case ipv4(UnsafeMutablePointer<IPv4Header>)
    /// An IPv6 header.
    case ipv6(UnsafeMutablePointer<IPv6Header>)
}
