import Forwarding
import PacketFormats
import Tables

/// The rules of a table image, as flows that are pinned refer to them.
struct PinnedRules {
    /// A rule.
    struct Rule {
        /// The index of its counters.
        let index: UInt32
        /// Its frontend's address.
        let frontend: AddressBits
        /// Its entry.
        let entry: FrontendEntry

        /// The index of its lookup table.
        var table: UInt32 { entry.lookupTable }

        /// The slot of a flow under the rule as it is now, whatever it was when the flow was pinned.
        func slot(of key: FlowKey) -> Int {
            // A symmetric hash does not tell the two ends apart, and any other rule's flows go to
            // the frontend.
            let isForward = key.second == frontend
            var flow = Flow(
                source: isForward ? key.first : key.second,
                destination: isForward ? key.second : key.first,
                transport: key.transport,
                length: 0
            )
            flow.sourcePort = isForward ? key.firstPort : key.secondPort
            flow.destinationPort = isForward ? key.secondPort : key.firstPort
            return FlowHash.slot(of: flow, entry)
        }

        /// The backend that a settled slot gives; 0 for none.
        func settledBackend(at slot: Int, in image: TableImage) -> UInt16 {
            guard let slots = image.lookupTables[table], slot < slots.count else { return 0 }
            return slots[slot].current
        }

        /// Whether the flow of a pin is rewritten in another way than the rule's new flows.
        func rewritesOtherwise(than pin: PinEntry) -> Bool {
            pin.backendPort != entry.backendPort
                || pin.options.contains(.keepsAddress) != entry.options.contains(.floatingIP)
        }
    }

    private var rules: [UInt32: Rule] = [:]
    private var tableIdle: [UInt32: UInt64] = [:]
    private var ruleIdle: [UInt32: UInt64] = [:]

    /// Reads the rules of an image.
    init(_ image: TableImage) {
        for (key, entry) in image.frontends where entry.options.contains(.hasRule) {
            let rule = Rule(index: entry.rule, frontend: key.address, entry: entry)
            rules[entry.rule] = rule
            let former = image.formerRules[entry.rule]?.idleSeconds ?? 0
            let idle = UInt64(max(entry.idleSeconds, former)) * 1_000_000_000
            ruleIdle[entry.rule] = max(ruleIdle[entry.rule] ?? 0, idle)
            tableIdle[rule.table] = max(tableIdle[rule.table] ?? 0, idle)
        }
    }

    /// The rule of a flow; `nil` when it is gone.
    subscript(flow: FlowKey) -> Rule? { rules[UInt32(flow.rule)] }

    /// The rule that counts on an index; `nil` when there is none.
    subscript(index: UInt32) -> Rule? { rules[index] }

    /// The longest idle timeout of a table's rules.
    func idleNanoseconds(ofTable table: UInt32) -> UInt64 { tableIdle[table] ?? 0 }

    /// The longest idle timeout that a rule has or had.
    func idleNanoseconds(ofRule rule: UInt32) -> UInt64 { ruleIdle[rule] ?? 0 }
}

extension FrontendEntry {
    /// Whether two entries spread flows and rewrite their packets alike.
    func steersLike(_ other: FrontendEntry) -> Bool {
        hashSeed == other.hashSeed && hashedFields == other.hashedFields
            && symmetry == other.symmetry && backendPort == other.backendPort
            && options.contains(.floatingIP) == other.options.contains(.floatingIP)
    }
}
