/// How grave a finding is.
public enum FindingSeverity: String, Hashable, Sendable, Codable, CaseIterable {
    /// The configuration is refused.
    case error
    /// The configuration is accepted, and something in it is worth knowing.
    case warning
}
