/// One thing that was looked at, and what was found.
public struct GuestItem: Hashable, Sendable, Codable {
    /// How it is.
    public enum Status: String, Hashable, Sendable, Codable {
        /// As it must be.
        case ok
        /// Traffic to the frontend does not work, or will not after the next boot.
        case missing
        /// Something that can do harm, or that could not be decided.
        case warning
    }

    /// What was looked at.
    public let subject: String
    /// How it is.
    public let status: Status
    /// What was seen, as a sentence without its end.
    public let evidence: String
    /// The command that mends it; `nil` when nothing needs mending, or no command can.
    public let command: String?

    /// Makes an item from its parts.
    public init(_ subject: String, _ status: Status, _ evidence: String, command: String? = nil) {
        self.subject = subject
        self.status = status
        self.evidence = evidence
        self.command = command
    }
}
