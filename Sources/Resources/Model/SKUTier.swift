/// The reach of a load balancer or public IP address.
public enum SKUTier: String, Hashable, Sendable, Codable, CaseIterable {
    /// One region.
    case regional = "Regional"
    /// Several regions, which Apus does not carry out.
    case global = "Global"
}
