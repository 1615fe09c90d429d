import Synchronization
import Tables

/// The pin cache in this process's memory, where packets read and renew the copies meanwhile.
struct PinCachePlaces: ~Copyable {
    private let array: MappedArray<PinCache>

    /// Maps the places.
    init(_ map: LoadedMap<PinCache>) throws(BPFError) {
        array = try MappedArray(map)
    }

    /// What was last seen of a flow that has, or last had, its place.
    func lastCopy(_ flow: FlowKey) -> PinEntry? {
        let place = place(flow)
        return place.pointee.flow == flow ? place.pointee.pin : nil
    }

    /// Voids a flow's copy, if there is one: its pin has been removed or written anew.
    ///
    /// - Parameter now: the present time on the clock that pins end by.
    func void(_ flow: FlowKey, now: UInt64) {
        let place = place(flow)
        if place.pointee.flow == flow { Self.void(place, now) }
    }

    /// Voids all copies of pins that lead to a backend.
    func void(backend: UInt16, now: UInt64) {
        let void = PinCache.void(at: now)
        for place in array.values..<(array.values + Int(Limits.cachedPins))
        where place.pointee.pin.backend == backend && place.pointee.pin.expires > void {
            Self.void(place, now)
        }
    }

    private func place(_ flow: FlowKey) -> UnsafeMutablePointer<CachedPin> {
        array.values + Int(PinCache.place(of: flow))
    }

    private static func void(_ place: UnsafeMutablePointer<CachedPin>, _ now: UInt64) {
        // The time comes first, on an address that a cache line begins at.
        let time = UnsafeMutableRawPointer(place).assumingMemoryBound(to: Atomic<UInt64>.self)
        time.pointee.store(PinCache.void(at: now), ordering: .sequentiallyConsistent)
    }
}
