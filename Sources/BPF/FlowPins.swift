import Tables

/// The pins of flows: the pins table, and the copies that packets find first.
///
/// A pin is removed before its copy is voided. A packet that copies it looks for the pin once more
/// afterwards, so one of the two sees the other.
public struct FlowPins: Sendable {
    private let table: LoadedMap<Pins>
    private let cache: LoadedMap<PinCache>

    init(_ table: LoadedMap<Pins>, _ cache: LoadedMap<PinCache>) {
        self.table = table
        self.cache = cache
    }

    /// The pins that are wanted by their flow, also those whose time is over.
    ///
    /// Pins that come or go meanwhile may be among them or not; all others are.
    public func entries(
        where isWanted: (FlowKey, PinEntry) -> Bool = { _, _ in true }
    ) throws(BPFError) -> [FlowKey: PinEntry] {
        let entries = try table.entries(where: isWanted)
        var found = [FlowKey: PinEntry](minimumCapacity: entries.count)
        // A flow whose pin was removed and made again meanwhile may be there twice.
        for entry in entries { found[entry.key] = entry.value }
        return found
    }

    /// The flows that have pins.
    public func keys() throws(BPFError) -> [FlowKey] { try table.keys() }

    /// Where a flow stays; `nil` when it has no pin.
    public func value(_ flow: FlowKey) throws(BPFError) -> PinEntry? { try table.value(flow) }

    /// Writes a flow's pin.
    public func set(_ flow: FlowKey, _ pin: PinEntry) throws(BPFError) {
        try table.set(flow, pin)
        try PinCachePlaces(cache).void(flow, now: PinClock.now())
    }

    /// Removes the pins of flows; flows without one are no error.
    public func remove(_ flows: [FlowKey]) throws(BPFError) {
        guard !flows.isEmpty else { return }
        try table.remove(flows)
        let places = try PinCachePlaces(cache)
        let now = PinClock.now()
        for flow in flows { places.void(flow, now: now) }
    }

    /// Removes the pins that lead to a backend.
    public func remove(backend: UInt16) throws(BPFError) {
        try table.remove(table.entries { _, pin in pin.backend == backend }.map(\.key))
        try PinCachePlaces(cache).void(backend: backend, now: PinClock.now())
    }

    /// Removes pins that are still as they were read; a packet may have renewed one since.
    ///
    /// - Returns: those that were removed, each with what its flow's last packet said.
    public func removeUnchanged(
        _ read: [FlowKey: PinEntry]
    ) throws(BPFError) -> [FlowKey: PinEntry] {
        guard !read.isEmpty else { return [:] }
        let places = try PinCachePlaces(cache)
        var removed: [FlowKey: PinEntry] = [:]
        var unchanged: [FlowKey] = []
        func remove() throws(BPFError) {
            try table.remove(unchanged)
            let now = PinClock.now()
            for flow in unchanged { places.void(flow, now: now) }
            unchanged.removeAll(keepingCapacity: true)
        }
        // Each is read again, and a few at a time are removed right after that.
        for (flow, pin) in read {
            guard let now = try table.value(flow), now.expires == pin.expires else { continue }
            // Packets that did not renew the pin have told their numbers to the copy alone.
            removed[flow] = places.lastCopy(flow).map { now.advanced(by: $0) } ?? now
            unchanged.append(flow)
            if unchanged.count == Self.pinsAtOnce { try remove() }
        }
        try remove()
        return removed
    }

    /// How many pins are removed by one call: some microseconds lie between the first one's second
    /// look and its removal.
    private static var pinsAtOnce: Int { 64 }
}

extension PinEntry {
    /// The pin with what its copy was told since the two were last alike.
    ///
    /// A copy that ends at another time is of a flow that had the same ends before.
    func advanced(by copy: PinEntry) -> PinEntry {
        guard copy.expires == expires else { return self }
        var pin = self
        pin.advance(sequence: copy.sequence, acknowledgement: copy.acknowledgement)
        return pin
    }
}
