import PacketFormats
import Tables

/// Where a packet goes, and what of its destination is written on the way.
@frozen
public struct Placement {
    /// The backend; 0 for none.
    public var backend: UInt16
    /// The port that the packet gets; 0 leaves its own.
    public var port: BigEndian<UInt16>
    /// Whether the destination address stays: floating IP.
    public var keepsAddress: Bool

    /// A backend, reached as a rule says.
    @inlinable @inline(__always)
    public init(_ backend: UInt16, _ rule: UnsafeMutablePointer<FrontendEntry>) {
        self.backend = backend
        port = rule.pointee.backendPort
        keepsAddress = rule.pointee.options.contains(.floatingIP)
    }

    /// What a pin remembers.
    @inlinable @inline(__always)
    public init(_ pin: UnsafeMutablePointer<PinEntry>) {
        backend = pin.pointee.backend
        port = pin.pointee.backendPort
        keepsAddress = pin.pointee.options.contains(.keepsAddress)
    }

    /// The pin that keeps a flow here.
    @inlinable @inline(__always)
    func pin(until expires: UInt64, isClosing: Bool, _ numbers: SequenceNumbers) -> PinEntry {
        var options: UInt16 = keepsAddress ? 2 : 0
        if isClosing { options |= 1 }
        return PinEntry(
            expires: expires,
            backend: backend,
            backendPort: port,
            options: PinOptions(rawValue: options),
            sequence: numbers.next,
            acknowledgement: numbers.acknowledged
        )
    }
}
