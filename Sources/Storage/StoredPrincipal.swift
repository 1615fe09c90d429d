import Foundation
import GRDB

/// Someone who may sign in, as the database has them.
public struct StoredPrincipal: Codable, Hashable, Sendable, FetchableRecord, PersistableRecord {
    /// The table's name.
    public static let databaseTableName = "principal"

    /// The client id, a UUID in lower case.
    public var clientID: String
    /// The name that the operator gave; compares without regard to case.
    public var name: String
    /// What they may do: `reader` or `contributor`.
    public var role: String
    /// The salted hash of the client secret, never the secret.
    public var secretHash: Data
    /// When access was given, in seconds since 1970.
    public var created: Double
    /// When it ends, in seconds since 1970; `nil` for never.
    public var expires: Double?

    /// Makes a record from its parts.
    public init(
        clientID: String,
        name: String,
        role: String,
        secretHash: Data,
        created: Double,
        expires: Double?
    ) {
        self.clientID = clientID
        self.name = name
        self.role = role
        self.secretHash = secretHash
        self.created = created
        self.expires = expires
    }
}

extension Store {
    /// All principals in the order of their names.
    public func principals() throws(StoreError) -> [StoredPrincipal] {
        try read { try StoredPrincipal.order(Column("name")).fetchAll($0) }
    }

    /// Adds a principal and says so in the audit log; throws when the name is taken.
    public func add(_ principal: StoredPrincipal, audit: AuditEntry) throws(StoreError) {
        try write { database in
            try principal.insert(database)
            try audit.insert(database)
        }
    }

    /// Removes a principal by name and says so in the audit log; false when there is none.
    public func removePrincipal(name: String, audit: AuditEntry) throws(StoreError) -> Bool {
        try write { database in
            let count = try StoredPrincipal.filter(Column("name") == name).deleteAll(database)
            guard count > 0 else { return false }
            try audit.insert(database)
            return true
        }
    }

    /// The value of a setting; `nil` when it has none.
    public func setting(_ name: String) throws(StoreError) -> Data? {
        try read {
            try Data.fetchOne(
                $0,
                sql: "SELECT value FROM setting WHERE name = ?",
                arguments: [name]
            )
        }
    }

    /// The value of a setting, which is made when it has none: one writer wins.
    public func setting(
        _ name: String,
        orMake make: () throws -> Data
    ) throws(StoreError) -> Data {
        try write { database in
            let select = "SELECT value FROM setting WHERE name = ?"
            if let value = try Data.fetchOne(database, sql: select, arguments: [name]) {
                return value
            }
            let value = try make()
            try database.execute(
                sql: "INSERT INTO setting (name, value) VALUES (?, ?)",
                arguments: [name, value]
            )
            return value
        }
    }
}
