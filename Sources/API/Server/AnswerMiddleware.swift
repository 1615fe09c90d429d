import Foundation
import HTTPTypes
import Hummingbird
import Logging

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
            let place = "\(request.method) \(request.uri.path)"
            let known = ARMError(any: error, at: place)
            known.log(error, place, to: logger)
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
}
