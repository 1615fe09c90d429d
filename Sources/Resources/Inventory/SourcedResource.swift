/// A resource and the document that it came from.
public struct SourcedResource<Resource: TrackedResource>: Hashable, Sendable {
    /// The resource.
    public var resource: Resource
    /// The name of the document, which findings name.
    public var source: String

    /// Makes a resource that came from a document.
    public init(resource: Resource, source: String) {
        self.resource = resource
        self.source = source
    }
}
