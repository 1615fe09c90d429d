import HTTPTypes
import Hummingbird
import Logging
import Provisioning
import Storage

extension ARMError {
    /// The error for anything that was thrown.
    ///
    /// What is nobody's fault but the server's says no more than that; `log` says why.
    ///
    /// - Parameter place: the request, for what nothing is served at.
    init(any error: any Error, at place: String = "") {
        switch error {
        case let error as ARMError: self = error
        case let error as ProvisioningError: self.init(error)
        case let error as StoreError:
            self.init(.internalServerError, "StorageFailed", error.description)
        case let error as HTTPError where error.status == .notFound:
            self.init(.notFound, "InvalidResourceType", "Nothing is served at \(place).")
        case let error as HTTPError:
            self.init(error.status, "InvalidRequest", error.body ?? error.status.reasonPhrase)
        default:
            self.init(
                .internalServerError,
                "InternalServerError",
                "The node failed to answer; its log says why."
            )
        }
    }

    /// The answer for a refusal of the provisioner.
    private init(_ error: ProvisioningError) {
        let status: HTTPResponse.Status =
            switch error.kind {
            case .invalid: .badRequest
            case .notFound: .notFound
            case .conflict: .conflict
            case .preconditionFailed: .preconditionFailed
            case .unavailable: .internalServerError
            }
        self.init(
            status,
            error.code,
            error.message,
            target: error.target,
            details: error.details.map {
                Detail(code: $0.code, message: $0.message, target: $0.target)
            }
        )
    }

    /// Writes down what the server failed at; what clients did wrong is theirs.
    func log(_ error: any Error, _ place: String, to logger: Logger) {
        guard status.code >= 500 else { return }
        logger.error("a request failed: \(error)", metadata: ["request": "\(place)"])
    }
}
