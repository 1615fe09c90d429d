import Addresses
import Lab

/// Case 1: several TLS endpoints without re-encryption.
///
/// Two sites with their own certificates and frontends, both on port 443 of the same two machines.
public struct TLSEndpointsCase: DemoCase {
    /// The headline.
    public let title = "Case 1: several TLS endpoints without re-encryption"

    /// A site as clients know it.
    struct Endpoint: Sendable {
        let frontend: String
        let address: DemoPublicAddress
        let certificate: Certificate

        var host: String { certificate.name }

        var site: NginxSite {
            NginxSite(address: address.address, port: 443, certificate: certificate)
        }
    }

    let demo: DemoLab
    let endpoints: [Endpoint]
    static let echoPort: UInt16 = 7

    /// Gives the backends the frontends' addresses and starts the sites and the echo service.
    public init(on demo: DemoLab) throws {
        self.demo = demo
        let shop = try demo.lab.certificate(for: "shop.example")
        let bank = try demo.lab.certificate(for: "bank.example")
        let plan = [
            ("shop", "192.0.2.101", shop), ("bank", "192.0.2.102", bank),
            ("shop-ipv6", "2001:db8:1::101", shop),
        ]
        let endpoints = try plan.map { name, address, certificate in
            Endpoint(
                frontend: name,
                address: DemoPublicAddress(name: name, address: try .parsed(address)),
                certificate: certificate
            )
        }
        for backend in demo.topology.backends {
            for endpoint in endpoints {
                try backend.machine.addFloatingAddress(endpoint.address.address)
            }
            _ = try backend.machine.startNginx(endpoints.map(\.site))
            _ = try backend.machine.startEcho(
                .udp,
                address: endpoints[0].address.address,
                ports: [Self.echoPort]
            )
        }
        self.endpoints = endpoints
    }

    /// The load balancer with the sites' rules.
    var balancer: DemoLoadBalancer {
        let backends = demo.topology.backends
        func rule(_ endpoint: Endpoint, pool: String) -> DemoLoadBalancer.Rule {
            .init(
                name: "\(endpoint.frontend)-https",
                frontend: endpoint.frontend,
                pool: pool,
                frontendPort: 443,
                backendPort: 443
            )
        }
        let echo = DemoLoadBalancer.Rule(
            name: "shop-echo",
            frontend: "shop",
            pool: "web",
            transport: "Udp",
            frontendPort: Int(Self.echoPort),
            backendPort: Int(Self.echoPort)
        )
        return DemoLoadBalancer(
            name: "web",
            frontends: endpoints.map {
                .init(name: $0.frontend, place: .publicAddress($0.address))
            },
            pools: [
                .init(
                    name: "web",
                    members: backends.map { .init(name: $0.name, address: $0.ipv4) }
                ),
                .init(
                    name: "web-ipv6",
                    members: backends.map { .init(name: $0.name, address: $0.ipv6) }
                ),
            ],
            rules: endpoints.map { endpoint in
                rule(
                    endpoint,
                    pool: endpoint.address.address.version == .ipv4 ? "web" : "web-ipv6"
                )
            } + [echo]
        )
    }

    /// The load balancer and its public IP addresses.
    public var documents: [DemoDocument] {
        get throws { try endpoints.map { try $0.address.document() } + [balancer.document()] }
    }

    /// Requests to every site, with captures at the node and at the client, and datagrams.
    public func run(_ narrator: Narrator) throws -> [Check] {
        narrator.line("Two sites, each with its own certificate and frontend; both rules lead to")
        narrator.line("port 443 of the same two machines, which end TLS themselves.")
        var checklist = Checklist(narrator)
        try runRequests(narrator, &checklist)
        try runDatagrams(narrator, &checklist)
        return checklist.checks
    }
}
