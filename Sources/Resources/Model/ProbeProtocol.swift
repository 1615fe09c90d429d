/// How a health probe asks a member.
public enum ProbeProtocol: String, Hashable, Sendable, Codable, CaseIterable {
    /// A TCP handshake.
    case tcp = "Tcp"
    /// An HTTP GET that must be answered with status 200.
    case http = "Http"
    /// An HTTPS GET that must be answered with status 200.
    case https = "Https"
}
