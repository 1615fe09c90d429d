/// What a principal may do.
public enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// Read everything, and change nothing.
    case reader
    /// Read and change everything.
    case contributor
}
