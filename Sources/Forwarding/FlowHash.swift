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

    /// The slot of a flow, 0 to `Limits.slots - 1`.
    @inlinable @inline(__always)
    public static func slot(of flow: Flow, options: RuleOptions, seed: UInt64) -> Int {
        let hash = value(of: flow, options: options, seed: seed)
        // The high 32 bits, scaled: no division, and a bound that the verifier can follow.
        return Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(Limits.slots)) &>> 32)
    }

    /// The hash of the fields that the rule's `loadDistribution` names.
    @inlinable @inline(__always)
    public static func value(of flow: Flow, options: RuleOptions, seed: UInt64) -> UInt64 {
        var first = UInt64(flow.sourcePort.bits)
        var second = UInt64(flow.destinationPort.bits)
        if options.contains(.symmetric) { (first, second) = ordered(first, second) }
        var rest = first | second &<< 16
        if !options.contains(.hashesPorts) { rest = 0 }
        if options.contains(.hashesTransport) { rest |= UInt64(flow.transport) &<< 32 }
        let state = addresses(of: flow, symmetric: options.contains(.symmetric), seed: seed)
        let last = mix(state, rest) &* 0xd6e8_feb8_6659_fd93
        return last ^ (last &>> 32)
    }

    @inlinable @inline(__always)
    static func addresses(of flow: Flow, symmetric: Bool, seed: UInt64) -> UInt64 {
        if flow.destination.isIPv4 && flow.source.isIPv4 {
            var first = UInt64(flow.source.ipv4)
            var second = UInt64(flow.destination.ipv4)
            if symmetric { (first, second) = ordered(first, second) }
            return mix(seed, first | second &<< 32)
        }
        var high = (flow.source.high, flow.destination.high)
        var low = (flow.source.low, flow.destination.low)
        if symmetric {
            high = ordered(high.0, high.1)
            low = ordered(low.0, low.1)
        }
        return mix(mix(mix(mix(seed, high.0), low.0), high.1), low.1)
    }

    @inlinable @inline(__always)
    static func ordered(_ left: UInt64, _ right: UInt64) -> (UInt64, UInt64) {
        left < right ? (left, right) : (right, left)
    }
}
