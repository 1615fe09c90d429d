import GRDB

extension Store {
    /// The schema's history.
    ///
    /// What was released is never edited: a change is a migration of its own.
    static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 resources, operations, access, audit") { database in
            try database.create(table: "resource") { table in
                table.primaryKey("key", .text)
                table.column("id", .text).notNull()
                table.column("document", .text).notNull()
                table.column("etag", .text).notNull()
                table.column("guid", .text).notNull()
                table.column("failure", .text)
                table.column("applied", .text)
            }
            try database.create(table: "operation") { table in
                table.primaryKey("id", .text)
                table.column("resource", .text).notNull()
                table.column("status", .text).notNull()
                table.column("error", .text)
                table.column("result", .text)
                table.column("started", .double).notNull()
                table.column("ended", .double)
            }
            try database.create(table: "principal") { table in
                table.primaryKey("clientID", .text)
                table.column("name", .text).notNull().unique().collate(.nocase)
                table.column("role", .text).notNull()
                table.column("secretHash", .blob).notNull()
                table.column("created", .double).notNull()
                table.column("expires", .double)
            }
            try database.create(table: "setting") { table in
                table.primaryKey("name", .text)
                table.column("value", .blob).notNull()
            }
            try database.create(table: "audit") { table in
                table.autoIncrementedPrimaryKey("number")
                table.column("time", .double).notNull()
                table.column("principal", .text).notNull()
                table.column("action", .text).notNull()
                table.column("resource", .text).notNull()
                table.column("before", .text)
                table.column("after", .text)
            }
        }
        return migrator
    }
}
