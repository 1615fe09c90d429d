import Foundation

/// A token that was signed just now.
public struct IssuedToken: Hashable, Sendable {
    /// The token.
    public let text: String
    /// For how many seconds it counts.
    public let lifetime: Int
    /// When it ends.
    public let expires: Date
}
