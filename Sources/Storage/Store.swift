import GRDB

/// The daemon's database: resources, operations, access and the audit log in one SQLite file.
///
/// Every method is one transaction; one that returns has been written to the disk.
public final class Store: Sendable {
    let database: DatabasePool

    /// Opens the file, makes it where there is none, and brings its schema up to date.
    ///
    /// - Parameter path: the file; two more beside it, ending in `-wal` and `-shm`, are SQLite's.
    public init(path: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                // In the write-ahead mode SQLite's default survives a crash of the program, and not
                // one of the machine: what is acknowledged must survive both.
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.migrations.migrate(database)
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    /// Runs a transaction that changes the database.
    func write<Value>(_ updates: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.write(updates)
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    /// Runs a transaction that only reads.
    func read<Value>(_ value: (GRDB.Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.read(value)
        } catch {
            throw .failed(reason: "\(error)")
        }
    }
}
