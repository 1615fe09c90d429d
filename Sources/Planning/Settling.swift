import Tables

/// Decides which unsettled slots, and which former rules, have no flows left that need them.
public struct Settling: Sendable {
    /// When each unsettled slot last changed, on the pins' clock in nanoseconds.
    private var changes: [UInt32: [Int: Change]] = [:]
    /// When each rule with a former entry last changed, by the index of its counters.
    private var ruleChanges: [UInt32: RuleChange] = [:]
    /// Flows that found no room for a pin, by the index of their rule's counters.
    private var unpinned: [UInt32: Unpinned] = [:]

    /// Whether any slot is unsettled, or any rule has a former entry.
    public var isWaiting: Bool { !changes.isEmpty || !ruleChanges.isEmpty }

    /// A slot of a lookup table.
    struct Place: Hashable {
        let table: UInt32
        let slot: Int
    }

    private struct Change {
        var content: LookupSlot
        var time: UInt64
    }

    private struct Unpinned {
        var count: UInt64
        /// When the count last grew.
        var time: UInt64
    }

    private struct RuleChange {
        var entry: FrontendEntry
        var time: UInt64
    }

    /// Starts without knowing when slots and rules changed: they count as changed when first noted.
    public init() {}

    /// What a sweep finds.
    public struct Outcome: Equatable, Sendable {
        /// The tables that change when every slot that may settle does.
        public var edits: [TableEdit] = []
        /// Rules whose former entry no flow needs any more, by the index of their counters.
        public var retiredFormers: Set<UInt32> = []
        /// Pins that say nothing any more, to be removed after the edits.
        public var voidPins: [FlowKey: PinEntry] = [:]

        /// Nothing to do.
        public init() {}
    }

    /// Finds the slots that may settle, the former rules that may go, and the pins that are void.
    ///
    /// A slot settles when no live pin leads elsewhere than to `current`, and not sooner than the
    /// longest idle timeout of its rules after its last change: a flow without a pin is one that was
    /// silent for that long. Where flows found no room for a pin that is not so, and the time counts
    /// from the last of them. A former rule goes by the same measure, when no live pin differs from
    /// what rule and settled slot say. Pins that say what their settled slot says must go: a settled
    /// slot does not keep them in step with its flows. A rule that tracks its flows does.
    ///
    /// - Parameters:
    ///   - now: the time, on the clock of the pins' expiry.
    ///   - limit: how many pins are void at most; others that are stay so for the next sweep.
    public mutating func sweep(
        _ image: TableImage,
        pins: [FlowKey: PinEntry],
        now: UInt64,
        limit: Int = .max
    ) -> Outcome {
        let rules = PinnedRules(image)
        var busy: Set<Place> = []
        var busyRules: Set<UInt32> = []
        for (flow, pin) in pins where pin.expires > now {
            guard let rule = rules[flow] else { continue }
            let slot = rule.slot(of: flow)
            let content = changes[rule.table]?[slot]?.content
            let expected = content?.current ?? rule.settledBackend(at: slot, in: image)
            if let content, content.current != pin.backend {
                busy.insert(Place(table: rule.table, slot: slot))
            }
            if rule.rewritesOtherwise(than: pin) || (content == nil && expected != pin.backend) {
                busyRules.insert(rule.index)
            }
        }
        var outcome = Outcome()
        let settled = settle(image, rules, busy, now, &outcome)
        retire(rules, busyRules, now, &outcome)
        for (flow, pin) in pins where outcome.voidPins.count < limit {
            let isOver = pin.expires <= now
            if isOver || isRedundant(flow, rules, settled, outcome.retiredFormers) {
                outcome.voidPins[flow] = pin
            }
        }
        return outcome
    }

    /// Lets slots settle that are not busy.
    ///
    /// They are forgotten then: unsettled again one may look the same, and counts as changed.
    private mutating func settle(
        _ image: TableImage,
        _ rules: PinnedRules,
        _ busy: Set<Place>,
        _ now: UInt64,
        _ outcome: inout Outcome
    ) -> Set<Place> {
        var tables: [UInt32: [SlotChange]] = [:]
        var settled: Set<Place> = []
        var crowded: [UInt32: UInt64] = [:]
        for (rule, flows) in unpinned {
            guard let table = rules[rule]?.table else { continue }
            crowded[table] = max(crowded[table] ?? 0, flows.time)
        }
        for (table, slots) in changes {
            let idle = rules.idleNanoseconds(ofTable: table)
            let since = crowded[table] ?? 0
            for (slot, change) in slots where now >= max(change.time, since) + idle {
                let place = Place(table: table, slot: slot)
                guard !busy.contains(place) else { continue }
                settled.insert(place)
                changes[table]?[slot] = nil
                if changes[table]?.isEmpty == true { changes[table] = nil }
                let content = LookupSlot(settledOn: change.content.current)
                tables[table, default: []].append(SlotChange(number: slot, content: content))
            }
        }
        outcome.edits = tables.sorted { $0.key < $1.key }.map { table, changes in
            .changeSlots(lookupTable: table, changes.sorted { $0.number < $1.number })
        }
        return settled
    }

    private mutating func retire(
        _ rules: PinnedRules,
        _ busy: Set<UInt32>,
        _ now: UInt64,
        _ outcome: inout Outcome
    ) {
        for (rule, change) in ruleChanges where !busy.contains(rule) {
            let since = max(change.time, unpinned[rule]?.time ?? 0)
            guard now >= since + rules.idleNanoseconds(ofRule: rule) else { continue }
            outcome.retiredFormers.insert(rule)
        }
    }

    /// Whether a pin says nothing that its rule's slot does not say: also of a rule that is gone.
    private func isRedundant(
        _ flow: FlowKey,
        _ rules: PinnedRules,
        _ settled: Set<Place>,
        _ retired: Set<UInt32>
    ) -> Bool {
        guard let rule = rules[flow] else { return true }
        if rule.entry.options.contains(.tracksFlows) { return false }
        if rule.entry.options.contains(.hasFormer), !retired.contains(rule.index) { return false }
        let slot = rule.slot(of: flow)
        return settled.contains(Place(table: rule.table, slot: slot))
            || changes[rule.table]?[slot] == nil
    }

    /// Takes note of a lookup table's unsettled slots, and of when each became what it is.
    ///
    /// To be called after every change of the table: a slot that moves away and back between two
    /// sweeps looks the same in both, and has flows that began in between.
    ///
    /// - Parameter slots: the table's slots; `nil` when it was removed.
    public mutating func note(table: UInt32, _ slots: [LookupSlot]?, now: UInt64) {
        var noted: [Int: Change] = [:]
        for (number, slot) in (slots ?? []).enumerated() where slot.isUnsettled {
            if let known = changes[table]?[number], known.content == slot {
                noted[number] = known
            } else {
                noted[number] = Change(content: slot, time: now)
            }
        }
        changes[table] = noted.isEmpty ? nil : noted
    }

    /// Takes note of how many flows of a rule have found no room for a pin.
    ///
    /// To be called before every sweep: such a flow is where its slot's settled backend is, and
    /// nothing but its being counted tells that it goes on.
    public mutating func note(unpinnedFlows count: UInt64, ofRule rule: UInt32, now: UInt64) {
        guard count > 0 else {
            unpinned[rule] = nil
            return
        }
        if let known = unpinned[rule], known.count == count { return }
        unpinned[rule] = Unpinned(count: count, time: now)
    }

    /// Takes note of a rule's entry, and of when it came to spread and rewrite packets as it does.
    ///
    /// To be called after every change of the entry.
    ///
    /// - Parameter entry: the entry; `nil` when the rule was removed.
    public mutating func note(rule: UInt32, _ entry: FrontendEntry?, now: UInt64) {
        guard let entry, entry.options.contains(.hasFormer) else {
            ruleChanges[rule] = nil
            return
        }
        if let known = ruleChanges[rule], known.entry.steersLike(entry) { return }
        ruleChanges[rule] = RuleChange(entry: entry, time: now)
    }
}
