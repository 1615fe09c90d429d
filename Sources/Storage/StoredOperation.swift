import GRDB

/// A long-running operation as the database has it.
public struct StoredOperation: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    /// The table's name.
    public static let databaseTableName = "operation"

    /// The operation's id.
    public var id: String
    /// The id of the resource that it is about.
    public var resource: String
    /// `InProgress`, `Succeeded`, `Failed` or `Canceled`.
    public var status: String
    /// An ARM error as JSON, of one that failed.
    public var error: String?
    /// The answer as JSON, of one that has one.
    public var result: String?
    /// When it began, in seconds since 1970.
    public var started: Double
    /// When it ended, in seconds since 1970; `nil` while it runs.
    public var ended: Double?

    /// Makes a record from its parts.
    public init(
        id: String,
        resource: String,
        status: String,
        error: String? = nil,
        result: String? = nil,
        started: Double,
        ended: Double? = nil
    ) {
        self.id = id
        self.resource = resource
        self.status = status
        self.error = error
        self.result = result
        self.started = started
        self.ended = ended
    }
}

extension Store {
    /// Writes an operation, in place of what it was before.
    public func save(_ operation: StoredOperation) throws(StoreError) {
        try write { try operation.upsert($0) }
    }

    /// An operation; `nil` when there is none by that id.
    public func operation(_ id: String) throws(StoreError) -> StoredOperation? {
        try read { try StoredOperation.fetchOne($0, key: id) }
    }

    /// Ends operations that a daemon before this one left running, and forgets those of long ago.
    ///
    /// - Parameters:
    ///   - error: what those that were running get, an ARM error as JSON.
    ///   - oldest: when the oldest that is kept ended, in seconds since 1970.
    public func tidyOperations(
        interrupted error: String,
        oldest: Double
    ) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE operation SET status = 'Failed', error = ?, ended = started \
                    WHERE ended IS NULL
                    """,
                arguments: [error]
            )
            try database.execute(sql: "DELETE FROM operation WHERE ended < ?", arguments: [oldest])
        }
    }
}
