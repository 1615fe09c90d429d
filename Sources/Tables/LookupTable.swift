/// One slot of a lookup table: the backend for new flows and the one that flows settled on.
///
/// In a settled slot the two are equal and the slot alone decides. A change of membership unsettles
/// it: new TCP flows go to `current` and are pinned there, a flow without a pin began before the
/// change and stays on `settled`.
@frozen
public struct LookupSlot: Equatable, Hashable, Sendable, BitwiseCopyable {
    /// The backend that the present membership gives; 0 for none.
    public var current: UInt16
    /// The settled backend in the low 15 bits, and whether the slot is unsettled in the highest.
    ///
    /// The bit is needed beside the two backends: a slot that moved away and back has equal ones,
    /// and still pins that lead elsewhere.
    public var settledBits: UInt16

    /// Makes a settled slot.
    @inlinable @inline(__always)
    public init(settledOn backend: UInt16) {
        current = backend
        settledBits = backend
    }

    /// Makes an unsettled slot.
    @inlinable @inline(__always)
    public init(current: UInt16, unsettledFrom settled: UInt16) {
        self.current = current
        settledBits = settled | 0x8000
    }

    /// Whether flows of the slot may be pinned elsewhere than on `current`.
    @inlinable @inline(__always)
    public var isUnsettled: Bool { settledBits & 0x8000 != 0 }

    /// The backend that flows without a pin stay on; 0 for none.
    @inlinable @inline(__always)
    public var settled: UInt16 { settledBits & 0x7fff }
}

/// All the slots of one lookup table, as the single value of an inner map.
///
/// One value of 262,152 bytes makes a slot lookup one bounded addition, and the whole table one write.
@frozen
public struct LookupSlots: BitwiseCopyable, Sendable {
    /// The slots in order.
    public var slots: InlineArray<65_537, LookupSlot>
    /// Never chosen: the verifier's bound of a slot's offset is three bytes above the last slot's.
    public var spare: LookupSlot
}

/// The inner map of a lookup table.
public enum LookupTable: MapDeclaration {
    /// Always 0.
    public typealias Key = UInt32
    /// The slots.
    public typealias Value = LookupSlots
    /// The map's name.
    @inlinable
    public static var name: StaticString { "lookup_table" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .array }
    /// One value holds all slots.
    @inlinable
    public static var capacity: UInt32 { 1 }
    /// Slots that move are written in place, each by one store.
    @inlinable
    public static var flags: UInt32 { MapFlags.isMappable }
}

/// The lookup tables: index to inner map.
public enum LookupTables: MapDeclaration {
    /// The lookup table's index.
    public typealias Key = UInt32
    /// The inner map: its descriptor when user space writes it, its identifier when it reads it.
    public typealias Value = UInt32
    /// The map's name.
    @inlinable
    public static var name: StaticString { "lookup_tables" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .arrayOfMaps }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.lookupTables }
}
