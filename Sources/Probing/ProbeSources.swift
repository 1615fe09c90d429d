import Addresses

/// The addresses of this node that members are asked from; the kernel chooses where there is none.
public struct ProbeSources: Hashable, Sendable {
    /// The source for members with an IPv4 address.
    public var ipv4: IPAddress?
    /// The source for members with an IPv6 address.
    public var ipv6: IPAddress?

    /// Takes one address for each IP version; `nil` when there are two of one version.
    public init?(_ addresses: [IPAddress]) {
        for address in addresses {
            switch (address.version, ipv4, ipv6) {
            case (.ipv4, nil, _): ipv4 = address
            case (.ipv6, _, nil): ipv6 = address
            default: return nil
            }
        }
    }

    /// Lets the kernel choose.
    public init() {}

    /// The source for a question to a member.
    public func source(for member: IPAddress) -> IPAddress? {
        member.version == .ipv4 ? ipv4 : ipv6
    }
}
