/// What kept a guest from being read or changed.
public struct GuestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence with what failed, where and why, and one with what to do.
    public let description: String

    /// Makes an error from its text.
    public init(_ description: String) {
        self.description = description
    }
}
