#if !hasFeature(Embedded)
/// A map declaration as a value, for user space to create maps from and for tests to go through.
public struct MapSpecification: Sendable {
    /// The declaration that this value was made from.
    public let declaration: any MapDeclaration.Type
    /// The map's name.
    public let name: String
    /// The kernel's kind of map.
    public let kind: MapKind
    /// The key's size in bytes.
    public let keySize: UInt32
    /// The value's size in bytes.
    public let valueSize: UInt32
    /// The largest count of entries.
    public let capacity: UInt32
    /// Creation flags.
    public let flags: UInt32

    /// Reads a declaration.
    public init<Declaration: MapDeclaration>(_ declaration: Declaration.Type) {
        self.declaration = declaration
        name = "\(Declaration.name)"
        kind = Declaration.kind
        keySize = UInt32(MemoryLayout<Declaration.Key>.stride)
        valueSize = UInt32(MemoryLayout<Declaration.Value>.stride)
        capacity = Declaration.capacity
        flags = Declaration.flags
    }
}

/// Every map that the packet program reaches by name.
public enum MapCatalog {
    /// All maps, in no order that matters.
    public static var all: [MapSpecification] {
        [
            MapSpecification(Frontends.self), MapSpecification(FrontendCache.self),
            MapSpecification(FrontendEpoch.self), MapSpecification(Transits.self),
            MapSpecification(Replies.self), MapSpecification(Backends.self),
            MapSpecification(LookupTables.self), MapSpecification(Interfaces.self),
            MapSpecification(Egress.self), MapSpecification(RuleCounts.self),
            MapSpecification(Pins.self), MapSpecification(PinCache.self),
            MapSpecification(Handshakes.self),
            MapSpecification(Fragments.self), MapSpecification(FormerRules.self),
            MapSpecification(MemberLinks.self),
        ]
    }
}
#endif
