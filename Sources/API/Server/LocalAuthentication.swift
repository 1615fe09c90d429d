import Access
import HTTPTypes
import Hummingbird

/// Lets in who comes by the local socket, as root, and nobody else.
public struct LocalAuthentication: RouterMiddleware {
    /// Makes the middleware.
    public init() {}

    /// Names the caller, or refuses.
    public func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard context.isLocal else {
            throw ARMError(.unauthorized, "AuthenticationFailed", "Authentication failed.")
        }
        var known = context
        known.principal = .root
        return try await next(request, known)
    }
}
