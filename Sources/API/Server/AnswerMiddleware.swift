import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Provisioning
import Storage

/// Gives every answer ARM's headers, and every error ARM's form.
struct AnswerMiddleware: RouterMiddleware {
    let logger: Logger

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let known = Self.known(error, request)
            if known.status.code >= 500 {
                logger.error(
                    "a request failed: \(error)",
                    metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"]
                )
            }
            response = try known.response(from: request, context: context)
        }
        let id = UUID().uuidString.lowercased()
        response.headers[.requestID] = id
        response.headers[.correlationID] = request.headers[.correlationID] ?? id
        if let client = request.headers[.clientRequestID], client.utf8.count <= 200 {
            response.headers[.clientRequestID] = client
        }
        response.headers[.cacheControl] = "no-cache"
        response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    /// The error in ARM's form; what is nobody's fault but the server's says no more than that.
    private static func known(_ error: any Error, _ request: Request) -> ARMError {
        switch error {
        case let error as ARMError: error
        case let error as ProvisioningError: ARMError(error)
        case let error as StoreError:
            ARMError(.internalServerError, "StorageFailed", error.description)
        case let error as HTTPError where error.status == .notFound:
            ARMError(
                .notFound,
                "InvalidResourceType",
                "Nothing is served at \(request.method) \(request.uri.path)."
            )
        case let error as HTTPError:
            ARMError(error.status, "InvalidRequest", error.body ?? error.status.reasonPhrase)
        default:
            ARMError(
                .internalServerError,
                "InternalServerError",
                "The node failed to answer; its log says why."
            )
        }
    }
}
