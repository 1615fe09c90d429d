import Addresses
import Lab

/// Case 3: a network virtual appliance.
///
/// Two routers that filter, behind two next-hop frontends with HA-ports rules; the client's and the
/// server's routes name the frontends as their gateways.
public struct ApplianceCase: DemoCase {
    /// The headline.
    public let title = "Case 3: a network virtual appliance"

    let demo: DemoLab
    let frontendA: IPAddress
    let frontendB: IPAddress
    let server: IPAddress
    static let tcpPorts: [UInt16] = Array(21_001...21_012)
    static let udpPorts: [UInt16] = Array(22_001...22_012)
    static let blockedPort: UInt16 = 23

    /// Makes the routers filter, starts the services and sets the routes.
    public init(on demo: DemoLab) throws {
        self.demo = demo
        frontendA = try .parsed("192.0.2.110")
        frontendB = try .parsed("198.51.100.110")
        server = try .parsed(DemoTopology.serverAddress)
        for router in demo.topology.routers {
            try router.forwardPackets()
            try router.run(["nft", "-f", "-"], input: Self.filter)
        }
        let machine = demo.topology.server
        _ = try machine.startEcho(
            .tcp,
            address: server,
            ports: Self.tcpPorts + [Self.blockedPort]
        )
        _ = try machine.startEcho(.udp, address: server, ports: Self.udpPorts)
        try demo.topology.client.addRoute(to: .parsed("198.51.100.0/24"), via: frontendA)
        try machine.addRoute(to: .parsed("192.0.2.0/24"), via: frontendB)
    }

    /// What the routers let pass: flows that began on segment A, and no telnet.
    ///
    /// Replies pass only a router that saw their flow begin, so a flow whose two directions met
    /// different routers would not work at all.
    private static let filter = """
        table inet appliance {
            counter blocked {
            }
            chain forward {
                type filter hook forward priority filter; policy drop;
                ct state established,related accept
                tcp dport \(blockedPort) counter name blocked reject with tcp reset
                ip saddr 192.0.2.0/24 ct state new accept
            }
        }

        """

    /// The load balancer with its two next-hop frontends.
    var balancer: DemoLoadBalancer {
        get throws {
            DemoLoadBalancer(
                name: "appliances",
                frontends: [
                    .init(name: "from-segment-a", place: .subnet("segment-a", frontendA)),
                    .init(name: "from-segment-b", place: .subnet("segment-b", frontendB)),
                ],
                pools: [
                    .init(
                        name: "appliances",
                        members: try zip(
                            demo.topology.routers,
                            DemoTopology.routerAddresses
                        ).map { .init(name: $0.name, address: try .parsed($1)) }
                    )
                ],
                rules: [
                    .allPorts("from-segment-a", frontend: "from-segment-a", pool: "appliances"),
                    .allPorts("from-segment-b", frontend: "from-segment-b", pool: "appliances"),
                ]
            )
        }
    }

    /// The load balancer.
    public var documents: [DemoDocument] { get throws { [try balancer.document()] } }

    /// Connections and datagrams to many ports, and one to the port that the appliances block.
    public func run(_ narrator: Narrator) throws -> [Check] {
        narrator.line("The client reaches 198.51.100.0/24 via \(frontendA), the server answers via")
        narrator.line("\(frontendB): two next-hop frontends of the same two filtering routers.")
        var checklist = Checklist(narrator)
        try runFlows(narrator, &checklist)
        try runBlockedPort(narrator, &checklist)
        return checklist.checks
    }
}
