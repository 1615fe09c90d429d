import Tables

/// Decides which unsettled slots have no flows left that the slot alone would send elsewhere.
public struct Settling: Sendable {
    /// When each unsettled slot last changed, on the pins' clock in nanoseconds.
    private var changes: [UInt32: [Int: Change]] = [:]

    /// Whether any slot is unsettled.
    public var hasUnsettledSlots: Bool { !changes.isEmpty }

    /// A slot of a lookup table.
    private struct Place: Hashable {
        let table: UInt32
        let slot: Int
    }

    private struct Change {
        var content: LookupSlot
        var time: UInt64
    }

    /// Starts without knowing when slots changed: they count as changed when first noted.
    public init() {}

    /// What a sweep finds.
    public struct Outcome: Equatable, Sendable {
        /// The tables that change when every slot that may settle does.
        public var edits: [TableEdit] = []
        /// Pins that say nothing any more, to be removed after the edits.
        public var voidPins: [FlowKey] = []

        /// Nothing to do.
        public init() {}
    }

    /// Finds the slots that may settle and the pins that are void.
    ///
    /// A slot settles when no live pin leads elsewhere than to `current`, and not sooner than the
    /// longest idle timeout of its rules after its last change: a flow without a pin is one that was
    /// silent for that long. The pins of a slot that settles say what the slot says, and must go: a
    /// settled slot does not keep them in step with its flows.
    ///
    /// - Parameter now: the time, on the clock of the pins' expiry.
    public mutating func sweep(
        _ image: TableImage,
        pins: [FlowKey: PinEntry],
        now: UInt64
    ) -> Outcome {
        let rules = Self.rules(of: image)
        var busy: Set<Place> = []
        for pin in pins.values where pin.expires > now {
            guard let place = Self.place(of: pin, rules) else { continue }
            let current = changes[place.table]?[place.slot]?.content.current
            if let current, current != pin.backend { busy.insert(place) }
        }
        var idle: [UInt32: UInt64] = [:]
        for rule in rules.values {
            idle[rule.table] = max(idle[rule.table] ?? 0, rule.idleNanoseconds)
        }
        var tables: [UInt32: [LookupSlot]] = [:]
        var settled: Set<Place> = []
        for (table, slots) in changes {
            for (slot, change) in slots where now >= change.time + (idle[table] ?? 0) {
                guard settle(Place(table: table, slot: slot), busy, &settled) else { continue }
                tables[table, default: image.lookupTables[table] ?? []][slot] =
                    LookupSlot(settledOn: change.content.current)
            }
        }
        var outcome = Outcome()
        outcome.edits = tables.sorted { $0.key < $1.key }.map { .setLookupTable(index: $0, $1) }
        outcome.voidPins = pins.compactMap { flow, pin in
            let isOver = pin.expires <= now
            let isRedundant = Self.place(of: pin, rules).map(settled.contains) ?? true
            return isOver || isRedundant ? flow : nil
        }
        return outcome
    }

    /// The slot that a pin belongs to; `nil` when its rule is gone.
    private static func place(
        of pin: PinEntry,
        _ rules: [UInt32: (table: UInt32, idleNanoseconds: UInt64)]
    ) -> Place? {
        rules[pin.rule].map { Place(table: $0.table, slot: Int(pin.slot)) }
    }

    /// Lets a slot settle unless it is busy.
    ///
    /// It is forgotten then: unsettled again it may look the same, and counts as changed.
    private mutating func settle(
        _ place: Place,
        _ busy: Set<Place>,
        _ settled: inout Set<Place>
    ) -> Bool {
        guard !busy.contains(place) else { return false }
        settled.insert(place)
        changes[place.table]?[place.slot] = nil
        if changes[place.table]?.isEmpty == true { changes[place.table] = nil }
        return true
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

    private static func rules(
        of image: TableImage
    ) -> [UInt32: (table: UInt32, idleNanoseconds: UInt64)] {
        var rules: [UInt32: (table: UInt32, idleNanoseconds: UInt64)] = [:]
        for entry in image.frontends.values where entry.options.contains(.hasRule) {
            rules[entry.rule] = (entry.lookupTable, UInt64(entry.idleSeconds) * 1_000_000_000)
        }
        return rules
    }
}
