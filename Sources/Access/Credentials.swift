import Foundation

/// What a new principal signs in with; the secret is shown this once.
public struct Credentials: Hashable, Sendable {
    /// The name.
    public let name: String
    /// What the principal may do.
    public let role: Role
    /// The client id.
    public let clientID: String
    /// The client secret.
    public let clientSecret: String
    /// When the access ends; `nil` for never.
    public let expires: Date?
}
