import Foundation
import Storage
import Testing

@Suite("Store")
struct StoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "apus-\(UUID())")

    private func open() throws -> Store {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try Store(path: folder.appending(path: "apus.db").path())
    }

    @Test func `A setting is made once and stays`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try open()
        #expect(try first.setting("tenantID") == nil)
        #expect(try first.setting("tenantID") { Data("one".utf8) } == Data("one".utf8))
        let second = try open()
        #expect(try second.setting("tenantID") { Data("two".utf8) } == Data("one".utf8))
    }

    @Test func `What is committed is there for the next who opens the file`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let id = "/subscriptions/S/resourceGroups/R/providers/Microsoft.Network/loadBalancers/B"
        let resource = StoredResource(id: id, document: "{}", etag: "1", guid: "2")
        let entry = AuditEntry(principal: "p", action: "write", resource: id, after: "{}")
        try open().commit(saved: [resource], removed: [], audit: [entry])
        let second = try open()
        #expect(try second.resources() == [resource])
        #expect(try second.audit(limit: 10).map(\.resource) == [id])
        try second.commit(saved: [], removed: [id.lowercased()], audit: [])
        #expect(try open().resources().isEmpty)
    }

    @Test func `Operations that a daemon left running have failed, and old ones are forgotten`()
        throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try open()
        try store.save(
            StoredOperation(id: "a", resource: "r", status: "InProgress", started: 100)
        )
        try store.save(
            StoredOperation(
                id: "b",
                resource: "r",
                status: "Succeeded",
                started: 1,
                ended: 2
            )
        )
        try store.tidyOperations(interrupted: "{}", oldest: 50)
        #expect(try store.operation("a")?.status == "Failed")
        #expect(try store.operation("b") == nil)
    }
}
