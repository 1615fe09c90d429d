/// The UDP header (RFC 768): 8 bytes.
@frozen
public struct UDPHeader: Sendable, BitwiseCopyable {
    /// The sender's port.
    public var sourcePort: BigEndian<UInt16>
    /// The receiver's port.
    public var destinationPort: BigEndian<UInt16>
    /// The length of header and data, in bytes.
    public var length: BigEndian<UInt16>
    /// One's complement sum as it lies in memory; zero means that the sender computed none.
    public var checksum: UInt16
}
