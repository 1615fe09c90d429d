/// The former rules: what a rule was before its distribution, floating IP or port changed.
///
/// An entry stays while flows may go on that began under it; its lookup table says where those are
/// of which nothing is remembered.
public enum FormerRules: MapDeclaration {
    /// The index of the rule's counters.
    public typealias Key = UInt32
    /// The rule as it was.
    public typealias Value = FrontendEntry
    /// The map's name.
    @inlinable
    public static var name: StaticString { "former_rules" }
    /// The map's kind.
    @inlinable
    public static var kind: MapKind { .hash }
    /// The largest count of entries.
    @inlinable
    public static var capacity: UInt32 { Limits.rules }
    /// Memory on demand.
    @inlinable
    public static var flags: UInt32 { MapFlags.allocatesOnDemand }
}
