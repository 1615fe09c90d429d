/// The kinds of kernel map that Apus uses; raw values are the kernel's (`enum bpf_map_type`).
@frozen
public enum MapKind: UInt32, Sendable {
    /// A hash table. The corresponding C constant is `BPF_MAP_TYPE_HASH`.
    case hash = 1
    /// An array. The corresponding C constant is `BPF_MAP_TYPE_ARRAY`.
    case array = 2
    /// A hash table that lets its oldest entry go when it is full. The C constant is
    /// `BPF_MAP_TYPE_LRU_HASH`.
    case leastRecentlyUsedHash = 9
    /// An array with one value a CPU. The corresponding C constant is `BPF_MAP_TYPE_PERCPU_ARRAY`.
    case perCPUArray = 6
    /// An array of maps. The corresponding C constant is `BPF_MAP_TYPE_ARRAY_OF_MAPS`.
    case arrayOfMaps = 12
    /// Transmit targets by interface. The C constant is `BPF_MAP_TYPE_DEVMAP_HASH`.
    case deviceHash = 25
}

/// One kernel map, declared once for both sides.
///
/// The packet program reaches the map through the symbol that the build derives from `name`; user
/// space creates it from the same members, so the two cannot disagree.
public protocol MapDeclaration: SendableMetatype {
    /// What the map is indexed by: plain bytes with no padding.
    associatedtype Key: BitwiseCopyable
    /// What the map holds: plain bytes with no padding.
    associatedtype Value: BitwiseCopyable
    /// The map's name: at most 15 characters of `a-z`, `0-9` and `_` (`BPF_OBJ_NAME_LEN`).
    static var name: StaticString { get }
    /// The kernel's kind of map.
    static var kind: MapKind { get }
    /// The largest count of entries.
    static var capacity: UInt32 { get }
    /// Creation flags (`BPF_F_...`).
    static var flags: UInt32 { get }
}

/// Creation flags of maps.
public enum MapFlags {
    /// Entries take memory when they are made.
    ///
    /// The corresponding C constant is `BPF_F_NO_PREALLOC`.
    @inlinable
    public static var allocatesOnDemand: UInt32 { 1 }
    /// User space can map the values into its memory.
    ///
    /// The corresponding C constant is `BPF_F_MMAPABLE`.
    @inlinable
    public static var isMappable: UInt32 { 1024 }
}

extension MapDeclaration {
    /// No creation flags.
    @inlinable
    public static var flags: UInt32 { 0 }
}
