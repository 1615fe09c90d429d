/// A resource that lives in a named collection of another one.
public protocol ChildResource: ResourceValue {
    /// The name of the collection, as ids and JSON documents spell it.
    static var collection: String { get }
    /// The name, unique in the collection.
    var name: String { get }
}

extension TrackedResource {
    /// The id of a child of this resource, which follows from the two names.
    ///
    /// Azure computes child ids as well: an id that a document writes down is not read.
    public func id<Child: ChildResource>(of child: Child) -> ResourceID {
        id.child(Child.collection, child.name)
    }
}
