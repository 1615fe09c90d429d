/// An operator's word on a member, which overrides its health probe.
public enum AdminState: String, Hashable, Sendable, Codable, CaseIterable {
    /// The health probe decides.
    case none = "None"
    /// The member is always eligible for new flows.
    case up = "Up"
    /// The member never gets new flows, while established TCP flows stay.
    case down = "Down"
}
