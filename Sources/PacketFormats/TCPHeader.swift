/// The fixed part of the TCP header (RFC 9293 section 3.1): 20 bytes.
@frozen
public struct TCPHeader: Sendable, BitwiseCopyable {
    /// The sender's port.
    public var sourcePort: BigEndian<UInt16>
    /// The receiver's port.
    public var destinationPort: BigEndian<UInt16>
    /// The number of the segment's first byte.
    public var sequenceNumber: BigEndian<UInt32>
    /// The number of the next byte expected.
    public var acknowledgement: BigEndian<UInt32>
    /// The header's length in words of four bytes (high four bits).
    public var dataOffset: UInt8
    /// The control bits.
    public var flags: TCPFlags
    /// The receive window.
    public var window: BigEndian<UInt16>
    /// One's complement sum of pseudo-header, header and data, as it lies in memory.
    public var checksum: UInt16
    /// The urgent pointer.
    public var urgentPointer: BigEndian<UInt16>

    /// The header's length with its options, in bytes: 0 to 60.
    @inlinable @inline(__always)
    public var headerLength: UInt { UInt(dataOffset &>> 4) &* 4 }
}
