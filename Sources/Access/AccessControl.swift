import Crypto
import Foundation
import JWTKit
import Logging
import Storage

/// Who may use the API: principals, their secrets, and the tokens that they sign in for.
public actor AccessControl {
    /// The tenant that tokens name.
    public nonisolated let identity: NodeIdentity
    private let store: Store
    private let logger: Logger
    private let keys: JWTKeyCollection
    private let keyID: JWKIdentifier
    /// The public key's two coordinates, for `jwks_uri`.
    public nonisolated let publicKey: (id: String, x: String, y: String)

    /// The principals by client id: what a request is checked against, so that what was revoked
    /// ends at once.
    private var principals: [String: StoredPrincipal]
    private var limit = SignInLimit()

    /// How long a token counts at most, in seconds.
    public static let longestLifetime = 86_400

    /// Loads the principals, and the signing key, which is made on the first start.
    public init(store: Store, identity: NodeIdentity, logger: Logger) async throws {
        self.store = store
        self.identity = identity
        self.logger = logger
        let pem = try store.setting("signingKey") {
            Data(P256.Signing.PrivateKey().pemRepresentation.utf8)
        }
        let key = try P256.Signing.PrivateKey(
            pemRepresentation: String(decoding: pem, as: UTF8.self)
        )
        let point = key.publicKey.rawRepresentation
        let id = ClientSecret.encode(Data(SHA256.hash(data: point).prefix(12)))
        keyID = JWKIdentifier(string: id)
        publicKey = (
            id, ClientSecret.encode(Data(point.prefix(32))),
            ClientSecret.encode(Data(point.suffix(32)))
        )
        keys = try await JWTKeyCollection().add(
            ecdsa: ES256PrivateKey(backing: key),
            kid: keyID
        )
        principals = Dictionary(
            uniqueKeysWithValues: try store.principals().map { ($0.clientID, $0) }
        )
    }

    /// All principals in the order of their names.
    public func list() -> [StoredPrincipal] {
        principals.values.sorted { $0.name.lowercased() < $1.name.lowercased() }
    }

    /// Gives access.
    ///
    /// - Parameters:
    ///   - lifetime: after how many seconds it ends; `nil` for never.
    ///   - principal: who gives it, for the audit log.
    public func create(
        name: String,
        role: Role,
        lifetime: Double?,
        by principal: String
    ) throws -> Credentials {
        let isAllowed: (Character) -> Bool = {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
        }
        guard (1...64).contains(name.count), name.allSatisfy(isAllowed) else {
            throw AccessError.invalidName(name)
        }
        guard find(name) == nil else { throw AccessError.nameTaken(name) }
        let secret = ClientSecret()
        let now = Date().timeIntervalSince1970
        let stored = StoredPrincipal(
            clientID: UUID().uuidString.lowercased(),
            name: name,
            role: role.rawValue,
            secretHash: secret.hash,
            created: now,
            expires: lifetime.map { now + $0 }
        )
        try store.add(stored, audit: entry(principal, "write", name, role: role.rawValue))
        principals[stored.clientID] = stored
        return Credentials(
            name: name,
            role: role,
            clientID: stored.clientID,
            clientSecret: secret.text,
            expires: stored.expires.map(Date.init(timeIntervalSince1970:))
        )
    }

    /// Takes access away; tokens that were signed for it end with it.
    public func revoke(name: String, by principal: String) throws {
        guard let known = find(name) else { throw AccessError.notFound(name) }
        _ = try store.removePrincipal(
            name: known.name,
            audit: entry(principal, "delete", known.name, role: known.role)
        )
        principals[known.clientID] = nil
    }

    /// Signs a token for who has the secret.
    ///
    /// - Parameter source: where the request comes from, for the limit of attempts.
    public func issueToken(
        clientID: String,
        secret: String,
        issuer: String,
        audience: String,
        from source: String
    ) async throws -> IssuedToken {
        let now = ContinuousClock.now
        let callers = ["source \(source)", "client \(clientID.prefix(64).lowercased())"]
        let wait = callers.map { limit.wait($0, now: now) }.max() ?? 0
        guard wait == 0 else { throw AccessError.tooManyAttempts(retryAfter: wait) }
        guard let known = principals[clientID.lowercased()], !known.isOver,
            ClientSecret.matches(secret, hash: known.secretHash)
        else {
            for caller in callers { limit.fail(caller, now: now) }
            logger.warning(
                "a sign-in was refused",
                metadata: ["client": "\(clientID.prefix(64))", "source": "\(source)"]
            )
            throw AccessError.invalidClient
        }
        return try await sign(
            known,
            issuer: issuer,
            audience: audience,
            lifetime: Self.longestLifetime
        )
    }

    /// Signs a token for a principal by name, as root may ask for.
    public func issueToken(
        name: String,
        lifetime: Int,
        issuer: String,
        audience: String,
        by principal: String
    ) async throws -> IssuedToken {
        guard let known = find(name), !known.isOver else { throw AccessError.notFound(name) }
        try store.record(entry(principal, "token", known.name, role: known.role))
        return try await sign(known, issuer: issuer, audience: audience, lifetime: lifetime)
    }

    private func sign(
        _ principal: StoredPrincipal,
        issuer: String,
        audience: String,
        lifetime: Int
    ) async throws -> IssuedToken {
        let now = Date()
        var seconds = min(max(lifetime, 60), Self.longestLifetime)
        if let end = principal.expires {
            seconds = min(seconds, max(1, Int(end - now.timeIntervalSince1970)))
        }
        let expires = now.addingTimeInterval(Double(seconds))
        let token = AccessToken(
            sub: SubjectClaim(value: principal.clientID),
            iss: IssuerClaim(value: issuer),
            aud: AudienceClaim(value: audience),
            appid: principal.clientID,
            tid: identity.tenantID,
            role: principal.role,
            iat: IssuedAtClaim(value: now),
            // Clocks of clients and node may differ a little, and some clients look.
            nbf: NotBeforeClaim(value: now.addingTimeInterval(-300)),
            exp: ExpirationClaim(value: expires)
        )
        let text = try await keys.sign(token, kid: keyID)
        return IssuedToken(text: text, lifetime: seconds, expires: expires)
    }

    /// Who a token speaks for.
    public func authenticate(bearer token: String) async throws -> Principal {
        guard token.utf8.count <= 8192 else { throw AccessError.invalidToken }
        let payload: AccessToken
        do {
            payload = try await keys.verify(token, as: AccessToken.self)
        } catch let error as JWTError where error.errorType == .claimVerificationFailure {
            throw AccessError.expiredToken
        } catch {
            throw AccessError.invalidToken
        }
        guard payload.tid == identity.tenantID, let known = principals[payload.sub.value],
            let role = Role(rawValue: known.role)
        else { throw AccessError.invalidToken }
        guard !known.isOver else { throw AccessError.expiredToken }
        return Principal(name: known.name, clientID: known.clientID, role: role)
    }

    private func find(_ name: String) -> StoredPrincipal? {
        principals.values.first { $0.name.lowercased() == name.lowercased() }
    }

    private func entry(
        _ principal: String,
        _ action: String,
        _ name: String,
        role: String
    ) -> AuditEntry {
        AuditEntry(
            principal: principal,
            action: "Apus/access/\(action)",
            resource: "/apus/access/\(name)",
            after: action == "delete" ? nil : "{\"role\":\"\(role)\"}"
        )
    }
}

extension StoredPrincipal {
    /// Whether the access has ended.
    fileprivate var isOver: Bool {
        expires.map { $0 <= Date().timeIntervalSince1970 } ?? false
    }
}
