import BPF
import Tables

extension ForwardingMaps {
    /// All pins by their flow.
    public func readPins() throws(BPFError) -> [FlowKey: PinEntry] {
        let entries = try pins.entries()
        var found = [FlowKey: PinEntry](minimumCapacity: entries.count)
        // A flow whose pin was removed and made again meanwhile may be there twice.
        for entry in entries { found[entry.key] = entry.value }
        return found
    }

    /// Removes pins that are still as they were read.
    ///
    /// A packet may have renewed a pin since. Each is read again, and a few at a time are removed
    /// right after that.
    public func removePins(_ read: [FlowKey: PinEntry]) throws(BPFError) {
        var unchanged: [FlowKey] = []
        for (flow, pin) in read {
            guard let now = try pins.value(flow), now.expires == pin.expires else { continue }
            unchanged.append(flow)
            if unchanged.count == Self.pinsAtOnce {
                try pins.remove(unchanged)
                unchanged.removeAll(keepingCapacity: true)
            }
        }
        try pins.remove(unchanged)
    }

    /// How many pins are removed by one call: some microseconds lie between the first one's second
    /// look and its removal.
    private static var pinsAtOnce: Int { 64 }

    /// Removes a backend and the pins that lead to it.
    ///
    /// The pins are void from the first step on; they must be gone before the index or the member
    /// comes back, or they would hold again for flows that began elsewhere meanwhile.
    public func removeBackend(_ index: UInt16) throws(BPFError) {
        try backends.set(UInt32(index), .unused)
        try pins.remove(pins.entries { _, pin in pin.backend == index }.map(\.key))
        try handshakes.remove(handshakes.entries { _, pin in pin.backend == index }.map(\.key))
    }
}
