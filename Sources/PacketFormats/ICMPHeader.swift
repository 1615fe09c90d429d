/// The header of an ICMP message, of either version (RFC 792, RFC 4443 section 2.1): 8 bytes.
@frozen
public struct ICMPHeader: Sendable, BitwiseCopyable {
    /// What the message is.
    public var kind: UInt8
    /// Which case of it.
    public var code: UInt8
    /// One's complement sum of the message, with a pseudo-header for IPv6, as it lies in memory.
    public var checksum: UInt16
    /// By kind: identifier and sequence number, or the next hop's MTU, or nothing.
    public var rest: UInt32

    /// Makes a header.
    @inlinable @inline(__always)
    public init(kind: UInt8, code: UInt8, checksum: UInt16, rest: UInt32) {
        self.kind = kind
        self.code = code
        self.checksum = checksum
        self.rest = rest
    }

    /// All bytes zero: a place to read into.
    @inlinable @inline(__always)
    public static var empty: ICMPHeader { ICMPHeader(kind: 0, code: 0, checksum: 0, rest: 0) }

    /// Whether an IPv4 message reports an error of the packet that it quotes (RFC 792).
    ///
    /// Destination unreachable, with fragmentation needed as one of its codes, time exceeded, and
    /// parameter problem. Source quench is obsolete (RFC 6633), and a redirect is for routers.
    @inlinable @inline(__always)
    public var isIPv4Error: Bool { kind == 3 || kind == 11 || kind == 12 }

    /// Whether an IPv6 message reports an error of the packet that it quotes (RFC 4443 section 2.1).
    ///
    /// Unreachable, packet too big, time exceeded and parameter problem are the ones assigned.
    @inlinable @inline(__always)
    public var isIPv6Error: Bool { kind >= 1 && kind <= 4 }

    /// Whether an IPv4 message asks for an echo.
    @inlinable @inline(__always)
    public var isIPv4EchoRequest: Bool { kind == 8 && code == 0 }

    /// Whether an IPv6 message asks for an echo.
    @inlinable @inline(__always)
    public var isIPv6EchoRequest: Bool { kind == 128 && code == 0 }
}
