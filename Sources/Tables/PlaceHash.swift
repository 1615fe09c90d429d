import PacketFormats

/// The hash by which tables that are arrays find the place of a flow.
///
/// It spreads entries over places and decides nothing else: whose place is taken goes elsewhere.
@usableFromInline
enum PlaceHash {
    /// Two addresses, in their order, and a word.
    @inlinable @inline(__always)
    static func value(_ first: AddressBits, _ second: AddressBits, _ word: UInt64) -> UInt64 {
        let low = first.low ^ (second.low &>> 32 | second.low &<< 32)
        let high = first.high ^ (second.high &>> 32 | second.high &<< 32)
        let product = low &* 0x9e37_79b9_7f4a_7c15
        return (product ^ (product &>> 32) ^ high ^ word) &* 0xd6e8_feb8_6659_fd93
    }
}
