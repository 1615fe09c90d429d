import Addresses
import Lab

/// Case 2: clustering for high availability.
///
/// A database on two machines, of which one at a time is the primary: both own the frontend's
/// address, and a probe that asks for the role says which of them gets the connections.
public struct ClusterCase: DemoCase {
    /// The headline.
    public let title = "Case 2: clustering for high availability"

    let demo: DemoLab
    let frontend: IPAddress
    let installation: PostgreSQLInstallation
    let primary: Member
    let standby: Member
    static let port: UInt16 = 5432
    static let rolePort: UInt16 = 8008
    static let table = "writes"
    /// The shortest interval that Azure allows.
    static let probeInterval = 5

    /// One of the machines and the server on it.
    struct Member: Sendable {
        let backend: DemoTopology.Backend
        let server: PostgreSQLServer

        var name: String { backend.name }
    }

    /// Makes a primary and a synchronous standby, each with an endpoint that tells its role.
    public init(on demo: DemoLab) throws {
        self.demo = demo
        frontend = try .parsed("192.0.2.103")
        installation = try .find()
        primary = try Self.member(0, of: demo, frontend, installation)
        let leader = Endpoint(primary.backend.ipv4, Self.port)
        standby = try Self.member(1, of: demo, frontend, installation, following: leader)
        try primary.server.requireStandby(standby.server)
        try primary.server.run(
            """
            CREATE TABLE \(Self.table) (
                writer text, number integer, server text DEFAULT current_setting('cluster_name'),
                PRIMARY KEY (writer, number)
            )
            """
        )
    }

    private static func member(
        _ index: Int,
        of demo: DemoLab,
        _ frontend: IPAddress,
        _ installation: PostgreSQLInstallation,
        following primary: Endpoint? = nil
    ) throws -> Member {
        let backend = demo.topology.backends[index]
        try backend.machine.addFloatingAddress(frontend)
        let server = try backend.machine.startPostgreSQL(
            installation,
            at: [backend.ipv4, frontend],
            port: port,
            clients: .parsed(DemoTopology.prefixesA[0]),
            following: primary
        )
        try server.startRoleEndpoint(at: backend.ipv4, port: rolePort)
        return Member(backend: backend, server: server)
    }

    /// The load balancer with a probe of the role.
    public var documents: [DemoDocument] {
        get throws {
            let balancer = DemoLoadBalancer(
                name: "cluster",
                frontends: [.init(name: "database", place: .subnet("segment-a", frontend))],
                pools: [
                    .init(
                        name: "members",
                        members: demo.topology.backends.map {
                            .init(name: $0.name, address: $0.ipv4)
                        }
                    )
                ],
                probes: [
                    .init(
                        name: "primary",
                        port: Int(Self.rolePort),
                        path: "/",
                        intervalSeconds: Self.probeInterval
                    )
                ],
                rules: [
                    .init(
                        name: "database",
                        frontend: "database",
                        pool: "members",
                        frontendPort: Int(Self.port),
                        backendPort: Int(Self.port),
                        probe: "primary"
                    )
                ]
            )
            return [try balancer.document()]
        }
    }

    /// psql on the client, which knows the frontend alone.
    var client: PostgreSQLClient {
        PostgreSQLClient(
            on: demo.topology.client,
            connectingTo: Endpoint(frontend, Self.port),
            with: installation
        )
    }
}
