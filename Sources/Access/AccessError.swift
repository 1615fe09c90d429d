/// Why access was not given.
public enum AccessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The client id or the secret is wrong.
    case invalidClient
    /// Too many sign-ins failed; one may try again after so many seconds.
    case tooManyAttempts(retryAfter: Int)
    /// The token is none of this node's, or its principal is gone.
    case invalidToken
    /// The token is over.
    case expiredToken
    /// The name is not one that a principal may have.
    case invalidName(String)
    /// Another principal has the name.
    case nameTaken(String)
    /// There is no principal of the name.
    case notFound(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .invalidClient:
            "The client id or the client secret is wrong, or the access has ended or was revoked."
        case .tooManyAttempts(let seconds):
            "Too many sign-ins failed. Try again in \(seconds) s."
        case .invalidToken:
            "The access token is not one of this node's, or its access was revoked. Sign in again."
        case .expiredToken: "The access token has expired. Sign in again."
        case .invalidName(let name):
            "'\(name.prefix(80))' is no name for access: it takes 1 to 64 letters, digits, '-', '_' "
                + "and '.'."
        case .nameTaken(let name):
            "Access of the name '\(name)' exists. Revoke it first, or choose another name."
        case .notFound(let name): "There is no access of the name '\(name.prefix(80))'."
        }
    }
}
