import Access
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Resources

/// The routes that clients sign in by: OAuth2 client credentials in the AD FS and the v2.0 form.
struct SignIn: Sendable {
    let access: AccessControl
    let location: String

    /// The most bytes of a form.
    private static let longestForm = 64 * 1024

    /// Adds the routes, which need no token.
    func add(to router: Router<APIContext>) {
        router.get("/metadata/endpoints") { request, _ in try endpoints(request) }
        for prefix in [
            "/adfs", "/adfs/{tenant}", "/{tenant}", "/adfs/{tenant}/v2.0", "/{tenant}/v2.0",
        ] {
            router.get(RouterPath("\(prefix)/.well-known/openid-configuration")) {
                request,
                context in
                try discovery(request, tenant: context.parameters.get("tenant"))
            }
        }
        router.get("/adfs/discovery/keys") { _, _ in try keys() }
        let paths = [
            "/adfs/oauth2/token", "/adfs/{tenant}/oauth2/token", "/{tenant}/oauth2/token",
            "/adfs/{tenant}/oauth2/v2.0/token", "/{tenant}/oauth2/v2.0/token",
        ]
        for path in paths {
            router.post(RouterPath(path)) { request, context in
                try await token(request, context)
            }
        }
    }

    /// Where this node is, as the client sees it; a Host header that is no host is not repeated.
    static func origin(_ request: Request) -> String {
        let host = request.head.authority ?? ""
        let isHost =
            !host.isEmpty && host.utf8.count <= 255
            && host.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || ".-:[]".contains($0))
            }
        return "https://\(isHost ? host : "localhost")"
    }

    /// What Azure's clients ask a cloud for first.
    private func endpoints(_ request: Request) throws -> Response {
        let origin = Self.origin(request)
        var cloud: [String: JSONValue] = [
            "name": .string(location), "resourceManager": .string(origin),
            "authentication": .object([
                "loginEndpoint": .string("\(origin)/adfs"),
                "audiences": .array([.string(origin)]), "tenant": .string("adfs"),
                "identityProvider": .string("ADFS"),
            ]),
            "suffixes": .object([
                "storage": .string("local"), "keyVaultDns": .string("vault.local"),
            ]),
        ]
        for name in [
            "microsoftGraphResourceId", "graphAudience", "graph", "portal", "gallery", "media",
            "batch",
        ] {
            cloud[name] = .string(origin)
        }
        // Newer versions are asked for one cloud, older ones for a list: clients crash on the other.
        let version = request.query("api-version") ?? ""
        return try .json(version < "2022" ? .array([.object(cloud)]) : .object(cloud))
    }

    private func discovery(_ request: Request, tenant: String?) throws -> Response {
        let origin = Self.origin(request)
        let isADFS = request.uri.path.lowercased().hasPrefix("/adfs")
        let known = access.identity.tenantID
        let authority = isADFS ? "\(origin)/adfs" : "\(origin)/\(known)"
        let token = isADFS ? "\(authority)/oauth2/token" : "\(authority)/oauth2/v2.0/token"
        return try .json(
            .object([
                "issuer": .string(tenant == nil ? authority : "\(authority)/\(known)"),
                "authorization_endpoint": .string("\(authority)/oauth2/authorize"),
                "token_endpoint": .string(token),
                "device_authorization_endpoint": .string("\(authority)/oauth2/devicecode"),
                "jwks_uri": .string("\(origin)/adfs/discovery/keys"),
                "grant_types_supported": .array([.string("client_credentials")]),
                "token_endpoint_auth_methods_supported": .array([
                    .string("client_secret_post"), .string("client_secret_basic"),
                ]),
                "response_types_supported": .array([.string("token")]),
                "subject_types_supported": .array([.string("public")]),
                "id_token_signing_alg_values_supported": .array([.string("ES256")]),
            ])
        )
    }

    private func keys() throws -> Response {
        let (id, x, y) = access.publicKey
        return try .json(
            .object([
                "keys": .array([
                    .object([
                        "kty": .string("EC"), "crv": .string("P-256"), "use": .string("sig"),
                        "alg": .string("ES256"), "kid": .string(id), "x": .string(x),
                        "y": .string(y),
                    ])
                ])
            ])
        )
    }

    private func token(_ request: Request, _ context: APIContext) async throws -> Response {
        let form: SignInForm
        do {
            let body = try await request.body.collect(upTo: Self.longestForm)
            form = SignInForm(
                body: String(buffer: body),
                authorization: request.headers[.authorization]
            )
        } catch {
            return try refusal(.badRequest, "invalid_request", "The form is too large.")
        }
        guard form["grant_type"] == "client_credentials" else {
            return try refusal(
                .badRequest,
                "unsupported_grant_type",
                "This node signs in by client credentials: grant_type=client_credentials."
            )
        }
        guard let client = form["client_id"], let secret = form["client_secret"] else {
            return try refusal(
                .badRequest,
                "invalid_request",
                "client_id and client_secret are needed."
            )
        }
        do {
            let origin = Self.origin(request)
            let token = try await access.issueToken(
                clientID: client,
                secret: secret,
                issuer: "\(origin)/adfs",
                audience: origin,
                from: context.remoteAddress?.ipAddress ?? "local"
            )
            return try .json(
                .object([
                    "token_type": .string("Bearer"), "expires_in": .integer(token.lifetime),
                    "ext_expires_in": .integer(token.lifetime),
                    "access_token": .string(token.text),
                ])
            )
        } catch AccessError.tooManyAttempts(let seconds) {
            return try refusal(
                .tooManyRequests,
                "temporarily_unavailable",
                AccessError.tooManyAttempts(retryAfter: seconds).description,
                headers: [.retryAfter: "\(seconds)"]
            )
        } catch AccessError.invalidClient {
            return try refusal(
                .unauthorized,
                "invalid_client",
                AccessError.invalidClient.description
            )
        }
    }

    /// An error as OAuth2 has it (RFC 6749 section 5.2).
    private func refusal(
        _ status: HTTPResponse.Status,
        _ error: String,
        _ description: String,
        headers: HTTPFields = [:]
    ) throws -> Response {
        try .json(
            .object(["error": .string(error), "error_description": .string(description)]),
            status,
            headers: headers
        )
    }
}
