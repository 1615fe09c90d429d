import Access
import Foundation
import Storage
import Testing

@Suite("Principals")
struct PrincipalTests {
    @Test func `a secret of another principal does not sign in`() async throws {
        let site = try await Site()
        let one = try await site.create("one")
        let two = try await site.create("two")
        for (client, secret) in [
            (one.clientID, two.clientSecret), (one.clientID, ""), ("", one.clientSecret),
            (one.clientID, one.clientSecret + "x"), ("one", one.clientSecret),
        ] {
            await #expect(throws: AccessError.invalidClient) {
                try await site.signIn(client, secret)
            }
        }
    }

    @Test func `access that has ended neither signs in nor is its token good`() async throws {
        let site = try await Site()
        let over = try await site.create("over", lifetime: -1)
        await #expect(throws: AccessError.invalidClient) {
            try await site.signIn(over.clientID, over.clientSecret)
        }
        await #expect(throws: AccessError.notFound("over")) { try await site.token("over") }

        _ = try await site.create("short", lifetime: 2)
        let token = try await site.token("short", lifetime: 600)
        #expect(token.lifetime <= 2, "no token outlasts its principal")
        let deadline = ContinuousClock.now + .seconds(30)
        var end = try await refusal(site, token)
        while end == nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            end = try await refusal(site, token)
        }
        #expect(end == .expiredToken)
    }

    private func refusal(_ site: Site, _ token: IssuedToken) async throws -> AccessError? {
        do {
            _ = try await site.access.authenticate(bearer: token.text)
            return nil
        } catch let error as AccessError {
            return error
        }
    }

    @Test func `no file has the secret, and the audit log has who did what`() async throws {
        let site = try await Site()
        let made = try await site.create("ci")
        let token = try await site.token("CI")
        try await site.access.revoke(name: "ci", by: "admin")
        let entries = try site.store.audit(limit: 10)
        #expect(
            entries.map(\.action) == ["delete", "token", "write"].map { "Apus/access/\($0)" }
        )
        #expect(entries.map(\.principal) == ["admin", "root", "root"])
        #expect(Set(entries.map(\.resource)) == ["/apus/access/ci"])
        let files = try FileManager.default.contentsOfDirectory(atPath: site.folder)
        #expect(files.contains("apus.db"))
        for file in files {
            let bytes = try Data(contentsOf: URL(filePath: "\(site.folder)/\(file)"))
            for secret in [made.clientSecret, token.text] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }
    }

    @Test func `a node keeps its ids, which are UUIDs in lower case`() async throws {
        let site = try await Site()
        let again = try NodeIdentity(store: site.store)
        #expect(again == site.identity)
        #expect(again.subscriptionID != again.tenantID)
        for id in [again.subscriptionID, again.tenantID] {
            #expect(UUID(uuidString: id)?.uuidString.lowercased() == id)
        }
    }
}
