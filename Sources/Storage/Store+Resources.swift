import GRDB

extension Store {
    /// All resources in the order of their keys.
    public func resources() throws(StoreError) -> [StoredResource] {
        try read { try StoredResource.order(Column("key")).fetchAll($0) }
    }

    /// Writes and removes resources, and says so in the audit log, all or nothing.
    ///
    /// - Parameters:
    ///   - saved: resources that are new or changed.
    ///   - removed: the keys of resources that are to go.
    ///   - audit: what was changed, by whom.
    public func commit(
        saved: [StoredResource],
        removed: [String],
        audit: [AuditEntry]
    ) throws(StoreError) {
        try write { database in
            for key in removed { _ = try StoredResource.deleteOne(database, key: key) }
            for resource in saved { try resource.upsert(database) }
            for entry in audit { try entry.insert(database) }
        }
    }
}
