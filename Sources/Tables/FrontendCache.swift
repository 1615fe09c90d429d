import PacketFormats

/// What a CPU last found in the frontends table for one of many keys.
///
/// A look into a hash table is a call into the kernel and two or three cache lines. An array is read
/// in place, and nearly all packets are for a few rules.
@frozen
public struct CachedFrontend: Sendable, BitwiseCopyable {
    /// The epoch in which the entry was found, and 1; 0 when there is none.
    public var version: UInt64
    /// The key.
    public var key: FrontendKey
    /// What was found.
    public var entry: FrontendEntry
}

/// The frontend cache: the low bits of a key's hash to what was found for the key.
public enum FrontendCache: MapDeclaration {
    /// The index.
    public typealias Key = UInt32
    /// The key and its entry.
    public typealias Value = CachedFrontend
    /// The map's name.
    @inlinable
    public static var name: StaticString { "frontend_cache" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .perCPUArray }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { 1 &<< Limits.frontendCacheBits }

    /// Where a key's entry is kept.
    @inlinable @inline(__always)
    public static func index(of key: FrontendKey) -> UInt32 {
        let service = UInt64(key.port.bits) | UInt64(key.transport) &<< 16
        let word = key.address.high ^ key.address.low ^ service
        let product = (word ^ (word &>> 32)) &* 0x9e37_79b9_7f4a_7c15
        return UInt32(truncatingIfNeeded: product &>> (64 &- UInt64(Limits.frontendCacheBits)))
    }
}

/// The frontend epoch: one number, another after each change of the frontends table.
///
/// It is odd while the table changes; nothing that is found then is kept.
public enum FrontendEpoch: MapDeclaration {
    /// Always 0.
    public typealias Key = UInt32
    /// The number.
    public typealias Value = UInt64
    /// The map's name.
    @inlinable
    public static var name: StaticString { "frontend_epoch" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .array }
    /// One number.
    @inlinable
    public static var capacity: UInt32 { 1 }
}
