public import Addresses
public import Resources

/// What the load balancers' configuration asks of one guest.
public struct GuestRequirement: Hashable, Sendable, Codable {
    /// The most frontends that a guest may serve: as many as a load balancer can have.
    public static let maximumFrontends = 1000

    /// The floating frontends that the guest serves, in the order of their addresses.
    public let frontends: [GuestFrontend]
    /// The guest's own addresses that are members of their pools.
    public let memberAddresses: [IPAddress]

    /// Makes a requirement; frontends with the same address become one.
    public init(frontends: [GuestFrontend], memberAddresses: [IPAddress] = []) {
        let services = Dictionary(
            frontends.map { ($0.address, $0.services) },
            uniquingKeysWith: { $0 + $1 }
        )
        self.frontends = services.map { GuestFrontend(address: $0.key, services: $0.value) }
            .sorted { $0.address < $1.address }
        self.memberAddresses = Set(memberAddresses).sorted()
    }

    /// Nothing at all, which is what a guest needs that is in no floating rule's pool.
    public static let none = GuestRequirement(frontends: [])

    /// Takes from a configuration what concerns the guest that has these addresses.
    ///
    /// That is every rule with Floating IP whose members include one of the addresses.
    public init(
        _ configuration: ForwardingConfiguration,
        ownAddresses: Set<IPAddress>
    ) {
        let probes = Dictionary(
            configuration.probes.map { ($0.id, $0.port) },
            uniquingKeysWith: { first, _ in first }
        )
        var frontends: [GuestFrontend] = []
        var members: Set<IPAddress> = []
        for rule in configuration.rules where rule.isFloatingIPEnabled {
            let own = rule.members.map(\.address).filter(ownAddresses.contains)
            guard !own.isEmpty else { continue }
            members.formUnion(own)
            let service = GuestService(
                transport: rule.transport,
                port: rule.frontendPort,
                probePort: rule.probe.flatMap { probes[$0] }
            )
            frontends.append(GuestFrontend(address: rule.frontend, services: [service]))
        }
        self.init(frontends: frontends, memberAddresses: Array(members))
    }

    /// The address families that frontends have.
    public var versions: Set<IPVersion> { Set(frontends.map(\.address.version)) }
}
