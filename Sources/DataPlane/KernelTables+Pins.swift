import KernelInterface
import Tables

// Other CPUs and the daemon read and write the copies in the pin cache at the same time, and nothing
// is locked. `CachedPin` says in what order a place is read, and when another flow may have it.

extension KernelTables {
    @inline(__always)
    func cachedPin(_ flow: FlowKey, at now: UInt64) -> UnsafeMutablePointer<PinEntry>? {
        guard let place = PinCache.lookup(PinCache.place(of: flow)) else { return nil }
        let expires = place.pointee.pin.expires
        let ordered = UnsafeMutableRawPointer(place)
            .advanced(by: Int(truncatingIfNeeded: apus_zero_after(expires)))
            .assumingMemoryBound(to: CachedPin.self)
        guard expires > now, ordered.pointee.flow == flow else { return nil }
        return ordered.pin
    }

    @inline(__always)
    func pin(_ flow: FlowKey) -> UnsafeMutablePointer<PinEntry>? {
        Pins.lookup(flow)
    }

    @inline(__always)
    func setPin(_ flow: FlowKey, _ entry: PinEntry) -> Bool {
        Pins.update(flow, entry)
    }

    @inline(__always)
    func cachePin(_ flow: FlowKey, _ pin: UnsafeMutablePointer<PinEntry>, at now: UInt64) {
        guard let place = PinCache.lookup(PinCache.place(of: flow)) else { return }
        let copy = place.pin
        let ended = copy.pointee.expires
        let unfinished = PinCache.unfinished(at: now)
        guard ended &+ Limits.restingNanoseconds < now,
            apus_compare_exchange(copy.expires, ended, unfinished) == ended
        else { return }
        place.pointee.flow = flow
        copy.pointee.backend = pin.pointee.backend
        copy.pointee.backendPort = pin.pointee.backendPort
        copy.pointee.options = pin.pointee.options
        copy.pointee.sequence = pin.pointee.sequence
        copy.pointee.acknowledgement = pin.pointee.acknowledgement
        let expires = pin.pointee.expires
        // Nothing is published where the flow's next SYN has voided the place meanwhile.
        guard apus_compare_exchange(copy.expires, unfinished, expires) == unfinished else { return }
        // Nor must a copy outlive its pin, which may have been removed before there was a copy, and
        // made anew.
        if let stored = Pins.lookup(flow), stored.pointee.backend == copy.pointee.backend,
            stored.pointee.backendPort == copy.pointee.backendPort,
            stored.pointee.options == copy.pointee.options
        {
            return
        }
        _ = apus_exchange(copy.expires, PinCache.void(at: now))
    }

    @inline(__always)
    func renewPin(
        _ flow: FlowKey,
        _ pin: UnsafeMutablePointer<PinEntry>,
        from expires: UInt64,
        to renewed: UInt64
    ) {
        // What was voided meanwhile stays so.
        guard apus_compare_exchange(pin.expires, expires, renewed) == expires,
            let stored = Pins.lookup(flow)
        else { return }
        stored.pointee.options = pin.pointee.options
        stored.pointee.sequence = pin.pointee.sequence
        stored.pointee.acknowledgement = pin.pointee.acknowledgement
        stored.pointee.expires = renewed
    }

    @inline(__always)
    func removePin(_ flow: FlowKey, at now: UInt64) {
        Pins.remove(flow)
        guard let place = PinCache.lookup(PinCache.place(of: flow)), place.pointee.flow == flow
        else { return }
        _ = apus_exchange(place.pin.expires, PinCache.void(at: now))
    }
}

extension UnsafeMutablePointer<CachedPin> {
    /// The copy in a place.
    @inline(__always)
    var pin: UnsafeMutablePointer<PinEntry> {
        withUnsafeMutablePointer(to: &pointee.pin) { $0 }
    }
}

extension UnsafeMutablePointer<PinEntry> {
    /// The time that a pin ends at.
    @inline(__always)
    var expires: UnsafeMutablePointer<UInt64> {
        withUnsafeMutablePointer(to: &pointee.expires) { $0 }
    }
}
