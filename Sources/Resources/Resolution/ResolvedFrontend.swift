import Addresses

/// An address that the node answers for.
public struct ResolvedFrontend: Hashable, Sendable {
    /// The id of the frontend.
    public var id: String
    /// The name of its load balancer.
    public var loadBalancer: String
    /// The name of the frontend.
    public var name: String
    /// The address: of the public IP address, or the private one.
    public var address: IPAddress
    /// Whether the address is a public IP address.
    public var isPublic: Bool

    /// Makes a frontend from its parts.
    public init(
        id: String,
        loadBalancer: String,
        name: String,
        address: IPAddress,
        isPublic: Bool
    ) {
        self.id = id
        self.loadBalancer = loadBalancer
        self.name = name
        self.address = address
        self.isPublic = isPublic
    }
}
