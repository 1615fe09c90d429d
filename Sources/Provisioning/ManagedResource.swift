import Foundation
import Resources

/// A resource with what the daemon knows about it.
public struct ManagedResource: Hashable, Sendable {
    /// The resource as it was asked for, with the addresses that were chosen for it.
    public var resource: Resource
    /// The same as JSON, with the properties that Azure has and Apus only keeps.
    public var document: JSONValue
    /// The version mark: `W/"…"`.
    public var etag: String
    /// Azure's `resourceGuid`.
    public let guid: String
    /// Why the data plane does not carry it; `nil` when it does.
    public var failure: CarryFailure?
    /// What the data plane carries in its place, when that failed and there was something before.
    public var applied: Resource?
    /// Whether the data plane is being brought to it at this moment.
    public var isUpdating = false

    /// The id.
    public var id: ResourceID { resource.id }

    /// Azure's word for where the resource stands.
    public var provisioningState: String {
        isUpdating ? "Updating" : failure == nil ? "Succeeded" : "Failed"
    }

    /// What the data plane has of it; `nil` when it has nothing.
    var carried: Resource? { failure == nil ? resource : applied }

    /// A version mark that no other version has.
    static func newEtag() -> String { "W/\"\(UUID().uuidString.lowercased())\"" }

    /// Makes a resource that is new, unless version mark and GUID are given.
    init(
        resource: Resource,
        document: JSONValue,
        etag: String = newEtag(),
        guid: String = UUID().uuidString.lowercased()
    ) {
        self.resource = resource
        self.document = document
        self.etag = etag
        self.guid = guid
    }
}
