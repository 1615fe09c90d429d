import PacketFormats
import Tables

/// The hash that spreads flows over lookup-table slots.
///
/// Each step xors a word in and multiplies by an odd constant, then folds the high half onto the
/// low one, because a product's low bits never see the factor's high bits. Every node computes the
/// same value from the same seed.
public enum FlowHash {
    /// Takes a word into the state.
    @inlinable @inline(__always)
    public static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
        return product ^ (product &>> 32)
    }

    /// The slot of a flow under a rule, 0 to `Limits.slots - 1`.
    @inlinable @inline(__always)
    public static func slot(of flow: Flow, _ rule: FrontendEntry) -> Int {
        let hash = value(of: flow, rule)
        // The high 32 bits, scaled: no division, and a bound that the verifier can follow.
        return Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(Limits.slots)) &>> 32)
    }

    /// The hash of the fields that the rule's `loadDistribution` names.
    @inlinable @inline(__always)
    public static func value(of flow: Flow, _ rule: FrontendEntry) -> UInt64 {
        let first = UInt64(flow.sourcePort.bits)
        let second = UInt64(flow.destinationPort.bits)
        let (left, right) = unordered(first, second, rule.symmetry)
        let ports = (left & 0xffff) | (right & 0xffff) &<< 16
        let fields = (ports | UInt64(flow.transport) &<< 32) & rule.hashedFields
        let last = mix(addresses(of: flow, rule), fields) &* 0xd6e8_feb8_6659_fd93
        return last ^ (last &>> 32)
    }

    @inlinable @inline(__always)
    static func addresses(of flow: Flow, _ rule: FrontendEntry) -> UInt64 {
        let low = unordered(flow.source.low, flow.destination.low, rule.symmetry)
        if flow.destination.isIPv4 {
            return mix(rule.hashSeed, low.0 &>> 32 | low.1 & 0xffff_ffff_0000_0000)
        }
        let state = mix(mix(rule.hashSeed, low.0), low.1)
        let high = unordered(flow.source.high, flow.destination.high, rule.symmetry)
        return mix(mix(state, high.0), high.1)
    }

    /// Two words as they are, or, under a mask of ones, their sum and difference bits, which do not
    /// tell the order and still tell nearly every pair apart.
    @inlinable @inline(__always)
    static func unordered(_ left: UInt64, _ right: UInt64, _ mask: UInt64) -> (UInt64, UInt64) {
        (left &+ (right & mask), right ^ (left & mask))
    }
}
