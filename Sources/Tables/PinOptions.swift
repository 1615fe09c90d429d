/// What a pin says of its flow, as bits that the packet program tests.
@frozen
public struct PinOptions: OptionSet, Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public let rawValue: UInt16

    /// Makes options from bits.
    @inlinable @inline(__always)
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A FIN or a reset was seen from the client.
    @inlinable @inline(__always)
    public static var isClosing: PinOptions { PinOptions(rawValue: 1) }
    /// The destination address stays: the flow began while its rule had floating IP.
    @inlinable @inline(__always)
    public static var keepsAddress: PinOptions { PinOptions(rawValue: 2) }
}
