import PacketFormats

/// A place in the pin cache, of 64 bytes: a flow, and a copy of its pin.
///
/// Who reads it while packets come reads `pin.expires` first, then the flow. Another flow may have
/// the place once it has been void for `Limits.restingNanoseconds`: so a flow that is read after a
/// time that has not come is the one that the pin is of.
@frozen
public struct CachedPin: Sendable, BitwiseCopyable {
    /// Where the flow stays.
    public var pin: PinEntry
    /// The flow.
    public var flow: FlowKey

    /// Makes a place's contents.
    @inlinable
    public init(pin: PinEntry, flow: FlowKey) {
        self.pin = pin
        self.flow = flow
    }
}

/// The pin cache: copies of pins of unsettled slots, each in the one place that its flow's hash
/// gives, as long as no other flow has it.
///
/// A look into a hash table costs more than all else that is done for a packet. An array is read in
/// place, and while a rule changes every packet of the slots that move looks its flow up. The pins
/// table has every pin all the same: a copy that is not there costs time and nothing else. Pins of
/// rules that track flows are not copied: they may be a million, and would leave no place for others.
public enum PinCache: MapDeclaration {
    /// The number of the place.
    public typealias Key = UInt32
    /// The place.
    public typealias Value = CachedPin
    /// The map's name.
    @inlinable
    public static var name: StaticString { "pin_cache" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .array }
    /// The count of places.
    @inlinable
    public static var capacity: UInt32 { Limits.cachedPins }
    /// Of whole pages, so that a place is a cache line; and the daemon reaches it without a call.
    @inlinable
    public static var flags: UInt32 { MapFlags.isMappable }

    /// The end of a copy that is being made: before the present time on every clock, and even.
    @inlinable @inline(__always)
    public static func unfinished(at now: UInt64) -> UInt64 {
        (now &- Limits.clockDifferenceNanoseconds) & ~1
    }

    /// The end of a copy that is void: before the present time on every clock, and odd, so that no
    /// CPU which makes a copy takes it for its own.
    @inlinable @inline(__always)
    public static func void(at now: UInt64) -> UInt64 {
        (now &- Limits.clockDifferenceNanoseconds) | 1
    }

    /// The place of a flow.
    @inlinable @inline(__always)
    public static func place(of flow: FlowKey) -> UInt32 {
        let hash = PlaceHash.value(flow.first, flow.second, flow.ends)
        return UInt32(
            truncatingIfNeeded: ((hash &>> 32) &* UInt64(Limits.cachedPins)) &>> 32
        )
    }
}
