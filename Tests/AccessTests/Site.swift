import Access
import Foundation
import Logging
import Storage

/// A database in a folder of its own, and access that is kept in it.
final class Site: Sendable {
    let folder: String
    let store: Store
    let identity: NodeIdentity
    let access: AccessControl

    static let issuer = "https://node:8443/adfs"
    static let audience = "https://node:8443"

    init() async throws {
        let name = "apus-access-tests-\(UUID().uuidString)"
        folder = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        store = try Store(path: "\(folder)/apus.db")
        identity = try NodeIdentity(store: store)
        access = try await Self.access(store, identity)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static func access(
        _ store: Store,
        _ identity: NodeIdentity
    ) async throws -> AccessControl {
        var logger = Logger(label: "test")
        // Refused sign-ins are what these tests are about, and no news.
        logger.logLevel = .error
        return try await AccessControl(store: store, identity: identity, logger: logger)
    }

    /// Access as a daemon that starts anew finds it.
    func restarted() async throws -> AccessControl { try await Self.access(store, identity) }

    func create(_ name: String, _ role: Role = .reader, lifetime: Double? = nil) async throws
        -> Credentials
    {
        try await access.create(name: name, role: role, lifetime: lifetime, by: "root")
    }

    func signIn(_ clientID: String, _ secret: String, from source: String = "192.0.2.1")
        async throws -> IssuedToken
    {
        try await access.issueToken(
            clientID: clientID,
            secret: secret,
            issuer: Self.issuer,
            audience: Self.audience,
            from: source
        )
    }

    func token(_ name: String, lifetime: Int = 600) async throws -> IssuedToken {
        try await access.issueToken(
            name: name,
            lifetime: lifetime,
            issuer: Self.issuer,
            audience: Self.audience,
            by: "root"
        )
    }
}
