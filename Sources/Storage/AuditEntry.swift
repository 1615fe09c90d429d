import Foundation
import GRDB

/// One line of the audit log: who changed what, when, from what to what.
public struct AuditEntry: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    /// The table's name.
    public static let databaseTableName = "audit"

    /// The entry's place in the log; `nil` until it is written.
    public var number: Int?
    /// When, in seconds since 1970.
    public var time: Double
    /// Who: the principal's name.
    public var principal: String
    /// What was done, such as `Microsoft.Network/loadBalancers/write`.
    public var action: String
    /// The id of what it was done to.
    public var resource: String
    /// What was there before, as JSON; `nil` when nothing was.
    ///
    /// Never a secret.
    public var before: String?
    /// What is there now, as JSON; `nil` when nothing is.
    ///
    /// Never a secret.
    public var after: String?

    /// Makes an entry of now.
    public init(
        principal: String,
        action: String,
        resource: String,
        before: String? = nil,
        after: String? = nil
    ) {
        time = Date().timeIntervalSince1970
        self.principal = principal
        self.action = action
        self.resource = resource
        self.before = before
        self.after = after
    }
}

extension Store {
    /// Adds an entry.
    public func record(_ entry: AuditEntry) throws(StoreError) {
        try write { try entry.insert($0) }
    }

    /// The latest entries, latest first.
    ///
    /// - Parameters:
    ///   - before: only entries with a lower number than this one; all when `nil`.
    ///   - limit: how many at most.
    public func audit(before number: Int? = nil, limit: Int) throws(StoreError) -> [AuditEntry] {
        try read { database in
            let all = AuditEntry.order(Column("number").desc).limit(limit)
            guard let number else { return try all.fetchAll(database) }
            return try all.filter(Column("number") < number).fetchAll(database)
        }
    }
}
