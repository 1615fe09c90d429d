import Foundation
import Resources
import Storage

/// The form in which the database keeps things.
enum StoredForm {
    /// What a record is.
    enum Content {
        case group(ResourceGroup)
        case resource(ManagedResource)
        case deployment(JSONValue)
    }

    /// The type of template deployments.
    static let deploymentType = "Microsoft.Resources/deployments"

    /// Reads a record.
    static func read(_ record: StoredResource) throws -> Content {
        let document = try JSONValue(text: record.document)
        guard let id = ResourceID(record.id) else {
            return .group(ResourceGroup(id: record.id, stored: document))
        }
        guard id.type.lowercased() != deploymentType.lowercased() else {
            return .deployment(document)
        }
        var managed = ManagedResource(
            resource: try Resource(id: id, body: document),
            document: document,
            etag: record.etag,
            guid: record.guid
        )
        managed.failure = try record.failure.map {
            try JSONDecoder().decode(CarryFailure.self, from: Data($0.utf8))
        }
        managed.applied = try record.applied.map {
            try Resource(id: id, body: JSONValue(text: $0))
        }
        return .resource(managed)
    }

    /// The record of a resource.
    static func record(_ managed: ManagedResource) throws(ProvisioningError) -> StoredResource {
        StoredResource(
            id: managed.id.description,
            document: try managed.document.stored(),
            etag: managed.etag,
            guid: managed.guid,
            failure: try managed.failure?.json.stored(),
            applied: try managed.applied?.json.stored()
        )
    }

    /// The record of a group.
    static func record(_ group: ResourceGroup) throws(ProvisioningError) -> StoredResource {
        StoredResource(id: group.id, document: try group.stored.stored(), etag: "", guid: "")
    }
}

extension JSONValue {
    /// The value as the database keeps it.
    func stored() throws(ProvisioningError) -> String {
        do {
            return try text()
        } catch {
            throw ProvisioningError(.unavailable, "InternalServerError", "\(error)")
        }
    }
}
