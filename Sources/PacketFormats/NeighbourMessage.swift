/// A neighbour solicitation or advertisement without options (RFC 4861 sections 4.3, 4.4): 24 bytes.
@frozen
public struct NeighbourMessage: Sendable, BitwiseCopyable {
    /// 135 for a solicitation, 136 for an advertisement (high byte), and the code, 0 (low byte).
    public var typeAndCode: BigEndian<UInt16>
    /// One's complement sum of pseudo-header and message, as it lies in memory.
    public var checksum: UInt16
    /// In an advertisement: router, solicited and override in the three highest bits.
    public var flags: BigEndian<UInt32>
    /// The address asked for or advertised.
    public var target: AddressBits
}

/// An Ethernet address option of neighbour discovery (RFC 4861 section 4.6.1): 8 bytes.
@frozen
public struct NeighbourLinkOption: Sendable, BitwiseCopyable {
    /// 1 for the source's address, 2 for the target's.
    public var kind: UInt8
    /// The length in units of eight bytes: 1.
    public var length: UInt8
    /// The address.
    public var ethernet: EthernetAddress
}
