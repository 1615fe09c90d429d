/// How an address comes to its resource.
public enum AllocationMethod: String, Hashable, Sendable, Codable, CaseIterable {
    /// Azure chooses the address.
    case dynamic = "Dynamic"
    /// The address is written down.
    case `static` = "Static"
}
