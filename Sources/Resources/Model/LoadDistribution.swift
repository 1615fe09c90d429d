/// Which fields of a packet choose the member, in Azure's words.
public enum LoadDistribution: String, Hashable, Sendable, Codable, CaseIterable {
    /// Addresses, ports and protocol: each flow for itself.
    case `default` = "Default"
    /// Source and destination address: TCP and UDP of one client meet the same member.
    case sourceIP = "SourceIP"
    /// Source and destination address and protocol.
    case sourceIPProtocol = "SourceIPProtocol"
}
