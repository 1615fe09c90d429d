import Forwarding
import Tables

extension MemoryTables {
    /// Where a flow stays, by the copy of its pin.
    public func cachedPin(_ flow: FlowKey, at now: UInt64) -> UnsafeMutablePointer<PinEntry>? {
        guard let place = place(of: flow), place.pointee.pin.expires > now else { return nil }
        return Self.pin(in: place)
    }

    /// Keeps a copy of a pin, where no other flow has the place or had it a moment ago.
    public func cachePin(_ flow: FlowKey, _ pin: UnsafeMutablePointer<PinEntry>, at now: UInt64) {
        let number = PinCache.place(of: flow)
        let ended = pinCopies[number]?.pointee.pin.expires ?? 0
        guard ended &+ Limits.restingNanoseconds < now else { return }
        pinCopies.set(number, CachedPin(pin: pin.pointee, flow: flow))
    }

    /// Has a pin and its copy end at another time.
    public func renewPin(
        _ flow: FlowKey,
        _ pin: UnsafeMutablePointer<PinEntry>,
        from expires: UInt64,
        to renewed: UInt64
    ) {
        guard pin.pointee.expires == expires else { return }
        pin.pointee.expires = renewed
        pins[flow]?.pointee = pin.pointee
    }

    /// The place of a flow, when it has it.
    func place(of flow: FlowKey) -> UnsafeMutablePointer<CachedPin>? {
        guard let place = pinCopies[PinCache.place(of: flow)], place.pointee.flow == flow else {
            return nil
        }
        return place
    }

    private static func pin(
        in place: UnsafeMutablePointer<CachedPin>
    ) -> UnsafeMutablePointer<PinEntry> {
        withUnsafeMutablePointer(to: &place.pointee.pin) { $0 }
    }
}
