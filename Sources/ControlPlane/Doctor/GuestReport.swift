/// What a guest has found of itself, by `apus guest verify` or `watch`.
public struct GuestReport: Codable, Equatable, Sendable {
    /// One thing that the guest looked at.
    public struct Item: Codable, Equatable, Sendable {
        /// What was looked at.
        public var subject: String
        /// `ok`, `missing` or `warning`.
        public var status: String
        /// What was seen.
        public var evidence: String
        /// The command that mends it.
        public var command: String?
    }

    /// What was looked at.
    public var items: [Item]
    /// When the report came, in seconds since 1970; a guest's own word on it is not taken.
    public var time: Double?
}
