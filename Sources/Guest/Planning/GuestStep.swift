/// A change that a plan makes, and why.
public struct GuestStep: Hashable, Sendable {
    /// What is done.
    public let change: GuestChange
    /// What for, as a sentence without its end.
    public let reason: String

    /// Makes a step from its parts.
    public init(_ change: GuestChange, because reason: String) {
        self.change = change
        self.reason = reason
    }
}
