/// The protocol of a rule; `all` stands for every protocol and is for HA-ports rules.
public enum TransportProtocol: String, Hashable, Sendable, Codable, CaseIterable {
    /// TCP (RFC 9293).
    case tcp = "Tcp"
    /// UDP (RFC 768).
    case udp = "Udp"
    /// Every protocol: with ports 0 and 0 an HA-ports rule.
    case all = "All"
}
