import PacketFormats

/// The hash that gives each member its order of preference for slots.
///
/// The standard library's `Hasher` is seeded anew in every process; all nodes, and every start of
/// the daemon, must build the same table.
enum IdentityHash {
    /// Keeps the two hashes of one identity independent of each other.
    enum Purpose: UInt64 {
        /// Where the member's permutation of the slots begins.
        case offset = 0x6a09_e667_f3bc_c909
        /// How far each step of the permutation goes.
        case skip = 0xbb67_ae85_84ca_a73b
    }

    /// The hash of an identity, the same on machines of either byte order.
    static func value(of identity: AddressBits, for purpose: Purpose) -> UInt64 {
        let high = mixed(purpose.rawValue, UInt64(bigEndian: identity.high))
        return mixed(high, UInt64(bigEndian: identity.low))
    }

    /// Takes a word into the state: two rounds of multiplication, each folded onto the low half,
    /// so that every bit of the word reaches every bit of the result.
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        var value = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
        value = (value ^ (value >> 32)) &* 0xd6e8_feb8_6659_fd93
        return value ^ (value >> 29)
    }
}
