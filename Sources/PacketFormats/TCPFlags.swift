/// The control bits of a TCP segment (RFC 9293 section 3.1).
@frozen
public struct TCPFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits as the header has them.
    public let rawValue: UInt8

    /// Takes bits as the header has them.
    @inlinable @inline(__always)
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// No bit: also what a packet of another transport has.
    @inlinable @inline(__always)
    public static var none: TCPFlags { TCPFlags(rawValue: 0) }
    /// The sender has no more data.
    @inlinable @inline(__always)
    public static var fin: TCPFlags { TCPFlags(rawValue: 0x01) }
    /// The connection is void.
    @inlinable @inline(__always)
    public static var rst: TCPFlags { TCPFlags(rawValue: 0x04) }
    /// The acknowledgement number counts.
    @inlinable @inline(__always)
    public static var ack: TCPFlags { TCPFlags(rawValue: 0x10) }

    /// Whether the segment opens a connection: SYN without ACK.
    @inlinable @inline(__always)
    public var opensConnection: Bool { rawValue & 0x12 == 0x02 }
}
