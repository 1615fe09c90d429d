import Forwarding
import Tables

extension MemoryTables {
    /// Where a flow stays.
    public func pin(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>? { pins[flow] }

    /// Pins a flow; false when as many are pinned as the kernel's table holds.
    public func setPin(_ flow: FlowKey, _ entry: PinEntry) -> Bool {
        guard pins[flow] != nil || pins.count < pinLimit else { return false }
        pins.set(flow, entry)
        return true
    }

    /// Takes a flow's pin away, and the copy.
    public func removePin(_ flow: FlowKey, at now: UInt64) {
        pins.remove(flow)
        guard let place = place(of: flow) else { return }
        place.pointee.pin.expires = max(now, 1) - 1
    }

    /// Where a flow's SYN went.
    public func handshake(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>? { handshakes[flow] }

    /// Remembers a flow's SYN.
    ///
    /// The simulation keeps them all: which one the kernel lets go when its table is full is the
    /// kernel's choice.
    public func setHandshake(_ flow: FlowKey, _ entry: PinEntry) { handshakes.set(flow, entry) }

    /// Forgets a flow's SYN.
    public func removeHandshake(_ flow: FlowKey) { handshakes.remove(flow) }

    /// All pins, as the sweep reads them.
    public var pinEntries: [FlowKey: PinEntry] {
        var entries: [FlowKey: PinEntry] = [:]
        for key in pins.keys { entries[key] = pins[key]?.pointee }
        return entries
    }

    /// Replaces the first slots of a lookup table that is there.
    public func setFirstSlots(_ slots: [LookupSlot], ofTable lookupTable: UInt32) {
        guard let pointer = lookupSlots(lookupTable) else { return }
        pointer.update(from: slots, count: min(slots.count, Limits.slots))
    }

    /// Adds or replaces a rule.
    public func setFrontend(_ key: FrontendKey, _ entry: FrontendEntry) {
        frontends.set(key, entry)
    }

    /// Writes what a rule was before its last change, or takes it away.
    public func setFormer(_ rule: UInt32, _ entry: FrontendEntry?) {
        if let entry { formerRules.set(rule, entry) } else { formerRules.remove(rule) }
    }

    /// Adds or replaces a backend.
    public func setBackend(_ index: UInt32, _ entry: BackendEntry) { backends.set(index, entry) }

    /// Removes a backend and the pins that lead to it.
    public func removeBackend(_ index: UInt16) {
        backends.remove(UInt32(index))
        removePins(ofBackend: index)
    }

    /// Removes the pins and handshakes that lead to a backend.
    public func removePins(ofBackend index: UInt16) {
        for key in pins.keys where pins[key]?.pointee.backend == index { removePin(key, at: 1) }
        for key in handshakes.keys where handshakes[key]?.pointee.backend == index {
            handshakes.remove(key)
        }
    }
}
