import Access
import Foundation
import Logging
import Storage
import Testing

extension AccessControl {
    fileprivate func signIn(_ credentials: Credentials, secret: String? = nil) async throws
        -> IssuedToken
    {
        try await issueToken(
            clientID: credentials.clientID,
            secret: secret ?? credentials.clientSecret,
            issuer: "https://node/adfs",
            audience: "https://node",
            from: "192.0.2.1"
        )
    }
}

@Suite("Access control")
struct AccessControlTests {
    @Test func `A token speaks for who signed in, also after the node has started again`()
        async throws
    {
        let site = try await Site()
        let access = site.access
        let made = try await access.create(name: "web", role: .reader, lifetime: nil, by: "root")
        let token = try await access.signIn(made)
        let next = try await site.restarted()
        let principal = try await next.authenticate(bearer: token.text)
        #expect(principal == Principal(name: "web", clientID: made.clientID, role: .reader))
        #expect(next.identity == access.identity)
    }

    @Test func `Another node's token, and one that was changed, is refused`() async throws {
        let site = try await Site()
        let other = try await Site()
        let access = site.access
        let made = try await access.create(name: "web", role: .reader, lifetime: nil, by: "root")
        let token = try await access.signIn(made).text
        let stranger = other.access
        await #expect(throws: AccessError.invalidToken) {
            try await stranger.authenticate(bearer: token)
        }
        let parts = token.split(separator: ".")
        let payload = Data("{\"sub\":\"\(made.clientID)\"}".utf8).base64EncodedString()
        for forged in [
            "", "a.b.c", "\(parts[0]).\(payload).\(parts[2])",
            "\(parts[0]).\(parts[1]).", String(repeating: "x", count: 10_000),
        ] {
            await #expect(throws: AccessError.invalidToken) {
                try await access.authenticate(bearer: forged)
            }
        }
    }

    @Test func `What was revoked ends at once, and a new access of the name is another`()
        async throws
    {
        let site = try await Site()
        let access = site.access
        let first = try await access.create(name: "web", role: .reader, lifetime: nil, by: "root")
        let token = try await access.signIn(first).text
        await #expect(throws: AccessError.nameTaken("WEB")) {
            try await access.create(name: "WEB", role: .contributor, lifetime: nil, by: "root")
        }
        try await access.revoke(name: "Web", by: "root")
        _ = try await access.create(name: "web", role: .contributor, lifetime: nil, by: "root")
        await #expect(throws: AccessError.invalidToken) {
            try await access.authenticate(bearer: token)
        }
        await #expect(throws: AccessError.invalidClient) { try await access.signIn(first) }
    }

    @Test func `An access that has ended gives no token`() async throws {
        let site = try await Site()
        let access = site.access
        let made = try await access.create(name: "web", role: .reader, lifetime: -1, by: "root")
        await #expect(throws: AccessError.invalidClient) { try await access.signIn(made) }
    }

    @Test func `Guessing a secret has to wait after ten failures`() async throws {
        let site = try await Site()
        let access = site.access
        let made = try await access.create(name: "web", role: .reader, lifetime: nil, by: "root")
        for _ in 0..<10 {
            await #expect(throws: AccessError.invalidClient) {
                try await access.signIn(made, secret: "guess")
            }
        }
        do {
            _ = try await access.signIn(made)
            Issue.record("an eleventh attempt was let through")
        } catch AccessError.tooManyAttempts(let seconds) {
            #expect((1...60).contains(seconds))
        }
    }

    @Test(arguments: ["", "a b", "a/b", "é", String(repeating: "a", count: 65)])
    func `A name that is none is refused`(name: String) async throws {
        let site = try await Site()
        let access = site.access
        await #expect(throws: AccessError.invalidName(name)) {
            try await access.create(name: name, role: .reader, lifetime: nil, by: "root")
        }
    }

    @Test func `The database has no secret, and the audit log who gave access`() async throws {
        let site = try await Site()
        let access = site.access
        let made = try await access.create(name: "web", role: .reader, lifetime: nil, by: "root")
        #expect(try site.store.audit(limit: 1).first?.principal == "root")
        let files = try FileManager.default.contentsOfDirectory(
            at: URL(filePath: site.folder),
            includingPropertiesForKeys: nil
        )
        for file in files {
            let bytes = try Data(contentsOf: file)
            #expect(bytes.range(of: Data(made.clientSecret.utf8)) == nil, "\(file)")
        }
    }
}
