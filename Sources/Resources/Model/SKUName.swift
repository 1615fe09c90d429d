/// The product level of a load balancer or public IP address.
public enum SKUName: String, Hashable, Sendable, Codable, CaseIterable {
    /// The level that Azure retired in 2025.
    case basic = "Basic"
    /// The level that Apus carries out.
    case standard = "Standard"
    /// A gateway load balancer, which Apus does not carry out.
    case gateway = "Gateway"
}
