import Addresses
import Lab

/// Case 2: clustering for high availability.
///
/// A service on two machines of which one at a time holds the role; the members' admin state in the
/// load balancer's document says which.
public struct ClusterCase: DemoCase {
    /// The headline.
    public let title = "Case 2: clustering for high availability"

    let demo: DemoLab
    let frontend: IPAddress
    static let port: UInt16 = 5432
    private static let requestsBetweenMoves = 60
    private static let connections = 2

    /// Gives both machines the frontend's address and starts the service on both.
    public init(on demo: DemoLab) throws {
        self.demo = demo
        frontend = try .parsed("192.0.2.103")
        for backend in demo.topology.backends {
            try backend.machine.addFloatingAddress(frontend)
            _ = try backend.machine.startNginx([NginxSite(address: frontend, port: Self.port)])
        }
    }

    /// The load balancer; the first machine holds the role.
    var balancer: DemoLoadBalancer {
        DemoLoadBalancer(
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
            rules: [
                .init(
                    name: "database",
                    frontend: "database",
                    pool: "members",
                    frontendPort: Int(Self.port),
                    backendPort: Int(Self.port)
                )
            ]
        ).givingRole(to: demo.topology.backends[0].name)
    }

    /// The load balancer.
    public var documents: [DemoDocument] { get throws { [try balancer.document()] } }

    /// A move of the role while clients make requests.
    private struct Move {
        let old: String
        let new: String
        let began: ContinuousClock.Instant
        let ended: ContinuousClock.Instant
    }

    /// Moves the role over and back under steady traffic.
    public func run(_ narrator: Narrator) throws -> [Check] {
        narrator.line("One service at \(frontend):\(Self.port) on two machines; one at a time has")
        narrator.line("the role, and adminState in the load balancer's document moves it.")
        let names = demo.topology.backends.map(\.name)
        let request = CurlRequest("http://\(frontend):\(Self.port)/")
        let clients = SteadyClient(
            request,
            from: demo.topology.client,
            connections: Self.connections
        )
        defer { clients.stop() }
        try clients.waitForRequests(Self.requestsBetweenMoves)
        let there = try move(from: names[0], to: names[1])
        try clients.waitForRequests(Self.requestsBetweenMoves)
        let back = try move(from: names[1], to: names[0])
        try clients.waitForRequests(Self.requestsBetweenMoves)
        let samples = clients.stop()
        show(samples, [there, back], narrator)
        var checklist = Checklist(narrator)
        check(samples, there, until: back.began, &checklist)
        check(samples, back, until: nil, &checklist)
        return checklist.checks
    }

    private func move(from old: String, to new: String) throws -> Move {
        let began = ContinuousClock.now
        try demo.node.write(balancer.givingRole(to: new).document())
        if let refusal = try demo.node.reload() { throw DemoError.configurationRefused(refusal) }
        return Move(old: old, new: new, began: began, ended: .now)
    }

    private func show(
        _ samples: [SteadyClient.Sample],
        _ moves: [Move],
        _ narrator: Narrator
    ) {
        let names = demo.topology.backends.map(\.name)
        func row(_ phase: String, _ part: [SteadyClient.Sample]) -> [String] {
            [phase, "\(part.count)"]
                + names.map { name in "\(part.count { $0.machine == name })" }
                + ["\(part.count { $0.machine == nil })"]
        }
        var rows: [[String]] = []
        var rest = samples
        for move in moves {
            rows.append(row("\(move.old) has the role", rest.filter { $0.ended < move.began }))
            rest.removeAll { $0.ended < move.began }
            let underWay = rest.filter { $0.began <= move.ended }
            rows.append(row("during the move to \(move.new)", underWay))
            rest.removeAll { $0.began <= move.ended }
        }
        if let last = moves.last { rows.append(row("\(last.new) has the role", rest)) }
        narrator.table(["while", "requests"] + names + ["failed"], rows)
        for move in moves {
            let first = samples.filter { $0.machine == move.new && $0.ended > move.began }
                .map(\.ended).min()
            let seen = first.map { ($0 - move.began).inMilliseconds } ?? "never"
            narrator.line(
                "  role to \(move.new): applied \((move.ended - move.began).inMilliseconds) after "
                    + "the document was written, first answer from \(move.new) after \(seen)"
            )
        }
    }

    private func check(
        _ samples: [SteadyClient.Sample],
        _ move: Move,
        until end: ContinuousClock.Instant?,
        _ checklist: inout Checklist
    ) {
        let after = samples.filter { sample in
            sample.began > move.ended && (end.map { sample.ended < $0 } ?? true)
        }
        let others = after.filter { $0.machine != move.new }
        checklist.expect(
            !after.isEmpty && others.isEmpty,
            "every request after the move to \(move.new) is answered by \(move.new)",
            seen: "\(after.count - others.count) of \(after.count)"
                + (others.first?.failure.map { "; first failure: \($0)" } ?? "")
        )
        // A connection that was open when its machine lost the role is lost with it.
        let underWay = samples.filter { $0.ended >= move.began && $0.began <= move.ended }
        let failed = underWay.count { $0.machine == nil }
        checklist.expect(
            failed <= Self.connections,
            "of the requests during the move at most those under way fail",
            seen: "\(failed) of \(underWay.count) failed, \(Self.connections) at a time"
        )
    }
}

extension Duration {
    /// The duration in whole milliseconds, for a person.
    var inMilliseconds: String {
        let (seconds, attoseconds) = components
        return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}
