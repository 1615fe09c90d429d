import Crypto
import Foundation
import JWTKit
import Storage
import Testing

@testable import Access

@Suite("Tokens")
struct TokenTests {
    /// The node's key, as only the node has it.
    private func nodeKey(_ site: Site) throws -> P256.Signing.PrivateKey {
        let pem = try #require(try site.store.setting("signingKey"))
        return try P256.Signing.PrivateKey(pemRepresentation: String(decoding: pem, as: UTF8.self))
    }

    private func claims(
        _ site: Site,
        _ clientID: String,
        tenant: String? = nil,
        role: Role = .contributor,
        from start: TimeInterval = -60,
        to end: TimeInterval = 60
    ) -> AccessToken {
        AccessToken(
            sub: SubjectClaim(value: clientID),
            iss: IssuerClaim(value: Site.issuer),
            aud: AudienceClaim(value: Site.audience),
            appid: clientID,
            tid: tenant ?? site.identity.tenantID,
            role: role.rawValue,
            iat: IssuedAtClaim(value: Date(timeIntervalSinceNow: start)),
            nbf: NotBeforeClaim(value: Date(timeIntervalSinceNow: start)),
            exp: ExpirationClaim(value: Date(timeIntervalSinceNow: end))
        )
    }

    private func sign(
        _ claims: AccessToken,
        _ key: P256.Signing.PrivateKey,
        _ site: Site
    ) async throws -> String {
        let id = JWKIdentifier(string: site.access.publicKey.id)
        let keys = try await JWTKeyCollection().add(ecdsa: ES256PrivateKey(backing: key), kid: id)
        return try await keys.sign(claims, kid: id)
    }

    @Test func `a token's role is not what counts, but what the node knows`() async throws {
        let site = try await Site()
        let made = try await site.create("eyes", .reader)
        let token = try await sign(claims(site, made.clientID), nodeKey(site), site)
        let principal = try await site.access.authenticate(bearer: token)
        #expect(principal.role == .reader)
    }

    @Test func `a token counts from its beginning to its end`() async throws {
        let site = try await Site()
        let id = try await site.create("ci").clientID
        for (start, end) in [(-120.0, -60.0), (60, 120)] {
            let token = try await sign(
                claims(site, id, from: start, to: end),
                nodeKey(site),
                site
            )
            await #expect(throws: AccessError.expiredToken) {
                try await site.access.authenticate(bearer: token)
            }
        }
    }

    @Test func `a token of another key, node or tenant is refused`() async throws {
        let site = try await Site()
        let id = try await site.create("ci", .contributor).clientID
        let other = try await Site()
        let own = try nodeKey(site)
        let tokens = [
            try await sign(claims(site, id), P256.Signing.PrivateKey(), site),
            try await sign(claims(site, id, tenant: other.identity.tenantID), own, site),
            try await sign(claims(site, UUID().uuidString.lowercased()), own, site),
            try await sign(claims(site, "ci"), own, site),
        ]
        for token in tokens {
            await #expect(throws: AccessError.invalidToken) {
                try await site.access.authenticate(bearer: token)
            }
        }
    }

    @Test func `a token that was changed or is not signed is refused`() async throws {
        let site = try await Site()
        _ = try await site.create("ci", .contributor)
        let good = try await site.token("ci").text
        _ = try await site.access.authenticate(bearer: good)
        let parts = good.split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let none = ClientSecret.encode(Data(#"{"alg":"none","typ":"JWT"}"#.utf8))
        let secret = ClientSecret.encode(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
        let flipped = parts[1].hasPrefix("e") ? "f" : "e"
        for token in [
            "", "x", "..", "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
            "\(secret).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).",
            "\(parts[0]).\(flipped)\(parts[1].dropFirst()).\(parts[2])",
            good + String(repeating: "A", count: 8192),
        ] {
            await #expect(throws: AccessError.invalidToken, "\(token.prefix(20))") {
                try await site.access.authenticate(bearer: token)
            }
        }
    }

    @Test func `who has the public key can check a token, and sees what it says`() async throws {
        let site = try await Site()
        let made = try await site.create("ci", .contributor)
        let token = try await site.signIn(made.clientID, made.clientSecret)
        let parts = token.text.split(separator: ".")
        try #require(parts.count == 3)
        let (id, x, y) = site.access.publicKey
        let point = try #require(decode(x)) + #require(decode(y))
        let key = try P256.Signing.PublicKey(rawRepresentation: point)
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: #require(decode(parts[2]))
        )
        #expect(key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
        struct Header: Decodable { let alg, kid: String }
        let header = try JSONDecoder().decode(Header.self, from: #require(decode(parts[0])))
        #expect(header.alg == "ES256")
        #expect(header.kid == id)
        struct Claims: Decodable { let sub, iss, aud, appid, tid, role: String }
        let claims = try JSONDecoder().decode(Claims.self, from: #require(decode(parts[1])))
        #expect(claims.sub == made.clientID)
        #expect(claims.appid == made.clientID)
        #expect(claims.iss == Site.issuer)
        #expect(claims.aud == Site.audience)
        #expect(claims.tid == site.identity.tenantID)
        #expect(claims.role == "contributor")
    }

    private func decode(_ text: some StringProtocol) -> Data? {
        let plain = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: plain + padding)
    }

    @Test func `a secret matches its own hash alone, which has salt`() {
        let secret = ClientSecret()
        let hash = secret.hash
        #expect(ClientSecret.matches(secret.text, hash: hash))
        #expect(!ClientSecret.matches(ClientSecret().text, hash: hash))
        #expect(!ClientSecret.matches(secret.text, hash: Data()))
        #expect(!ClientSecret.matches(secret.text, hash: hash.dropLast()))
        #expect(secret.hash != hash)
    }
}
