import HTTPTypes
import Provisioning

extension ARMError {
    /// The answer for a refusal of the provisioner.
    init(_ error: ProvisioningError) {
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
}
