/// A resource of a type that Apus does not read.
public struct IgnoredResource: Hashable, Sendable {
    /// The type as the document spells it.
    public let type: String
    /// The name; empty when the document gives none.
    public let name: String
    /// The name of the document.
    public let source: String
}
