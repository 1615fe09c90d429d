import Access
import HTTPTypes
import Hummingbird

/// Finds out who asks, and refuses who may not: a bearer token (RFC 6750), or the local socket.
struct Authentication: RouterMiddleware {
    let access: AccessControl

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var known = context
        known.principal = context.isLocal ? .root : try await principal(request)
        guard known.principal?.role == .contributor || Self.isRead(request) else {
            throw ARMError(
                .forbidden,
                "AuthorizationFailed",
                """
                The client '\(known.principal?.name ?? "")' has the role reader, which does not allow \
                \(request.method.rawValue) of \(request.uri.path). Give it the role contributor.
                """
            )
        }
        return try await next(request, known)
    }

    private func principal(_ request: Request) async throws -> Principal {
        let header = request.headers[.authorization] ?? ""
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw refusal(
                request,
                "AuthenticationFailed",
                "Authentication failed. The 'Authorization' header is missing or no bearer token."
            )
        }
        do {
            return try await access.authenticate(bearer: String(parts[1]))
        } catch AccessError.expiredToken {
            throw refusal(
                request,
                "ExpiredAuthenticationToken",
                AccessError.expiredToken.description
            )
        } catch {
            throw refusal(request, "InvalidAuthenticationToken", "\(error)")
        }
    }

    private func refusal(_ request: Request, _ code: String, _ message: String) -> ARMError {
        let authority = SignIn.origin(request) + "/\(access.identity.tenantID)"
        return ARMError(
            .unauthorized,
            code,
            message,
            headers: [
                .wwwAuthenticate:
                    "Bearer authorization_uri=\"\(authority)\", error=\"invalid_token\""
            ]
        )
    }

    /// Whether a request changes nothing: also some that Azure makes with POST.
    private static func isRead(_ request: Request) -> Bool {
        if [.get, .head].contains(request.method) { return true }
        // A guest follows the configuration as a reader, and says what it has found of itself.
        if request.method == .put, request.uri.path.lowercased().hasPrefix("/apus/guests/") {
            return true
        }
        guard request.method == .post else { return false }
        let path = request.uri.path.lowercased()
        return path.hasSuffix("/health") || path.hasSuffix("/queryinboundnatruleportmapping")
            || (path.hasSuffix("/apus/apply") && request.query("mode") == "plan")
    }
}
