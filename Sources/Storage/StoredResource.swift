import GRDB

/// A resource as the database has it.
public struct StoredResource: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    /// The table's name.
    public static let databaseTableName = "resource"

    /// What resources are found by: the id in lower case.
    public var key: String
    /// The ARM id, in the case in which it was written first.
    public var id: String
    /// What was asked for: JSON in the REST form, without what the server computes.
    public var document: String
    /// The version mark, a new one for each change.
    public var etag: String
    /// Azure's `resourceGuid`, the same for the resource's whole life.
    public var guid: String
    /// Why the data plane does not carry the document: an ARM error as JSON; `nil` when it does.
    public var failure: String?
    /// The last document that the data plane carried, when that is another one.
    public var applied: String?

    /// Makes a record from its parts.
    public init(
        id: String,
        document: String,
        etag: String,
        guid: String,
        failure: String? = nil,
        applied: String? = nil
    ) {
        key = id.lowercased()
        self.id = id
        self.document = document
        self.etag = etag
        self.guid = guid
        self.failure = failure
        self.applied = applied
    }
}
