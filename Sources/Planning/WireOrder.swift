import PacketFormats
import Tables

/// The order of table keys by their bytes on the wire.
///
/// Dictionaries have another order in every process; whatever depends on one goes through this.
struct WireOrder: Comparable {
    private let high: UInt64
    private let low: UInt64
    private let rest: UInt64

    private init(_ address: AddressBits, rest: UInt64) {
        high = UInt64(bigEndian: address.high)
        low = UInt64(bigEndian: address.low)
        self.rest = rest
    }

    /// The order of addresses.
    init(_ address: AddressBits) {
        self.init(address, rest: 0)
    }

    /// The order of frontends: an address itself comes before its ports.
    init(_ key: FrontendKey) {
        self.init(key.address, rest: UInt64(key.transport) << 16 | UInt64(key.port.value))
    }

    /// The order of reply sources: an address itself comes before its ports.
    init(_ key: ReplyKey) {
        self.init(key.address, rest: UInt64(key.transport) << 16 | UInt64(key.port.value))
    }

    /// The order of Ethernet addresses.
    init(_ key: TransitKey) {
        high = UInt64(UInt16(bigEndian: key.ethernet.first))
        low = UInt64(UInt16(bigEndian: key.ethernet.second))
        rest = UInt64(UInt16(bigEndian: key.ethernet.third))
    }

    /// The order of member links: by rule, then by Ethernet address.
    init(_ key: MemberLinkKey) {
        high = UInt64(key.rule)
        let first = UInt64(UInt16(bigEndian: key.ethernet.first))
        let second = UInt64(UInt16(bigEndian: key.ethernet.second))
        low = first << 16 | second
        rest = UInt64(UInt16(bigEndian: key.ethernet.third))
    }

    /// The order of indices.
    init(_ index: some UnsignedInteger) {
        high = 0
        low = 0
        rest = UInt64(index)
    }

    static func < (left: WireOrder, right: WireOrder) -> Bool {
        (left.high, left.low, left.rest) < (right.high, right.low, right.rest)
    }
}
