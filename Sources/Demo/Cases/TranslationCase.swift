import Addresses
import Lab

/// The contrast of a rule without Floating IP beside the others.
///
/// The backend sees its own address, and its replies pass the node, which restores the frontend's.
public struct TranslationCase: DemoCase {
    /// The headline.
    public let title = "Contrast: a rule without Floating IP"

    private let demo: DemoLab
    let frontend: IPAddress
    static let frontendPort: UInt16 = 8080
    private static let backendPort: UInt16 = 80
    private static let requests = 40

    /// Starts the service on the backends' own addresses and leads their replies to the node.
    public init(on demo: DemoLab) throws {
        self.demo = demo
        frontend = try .parsed("192.0.2.104")
        for backend in demo.topology.backends {
            let machine = backend.machine
            _ = try machine.startNginx([NginxSite(address: backend.ipv4, port: Self.backendPort)])
            // Between the backends nothing has been translated, and nothing has to be restored.
            for other in demo.topology.backends where other.name != backend.name {
                try machine.run(
                    ["ip", "route", "add", "\(other.ipv4)"]
                        + ["dev", backend.interface.name, "table", "100"]
                )
            }
            // Only what comes from the own address: replies of floating rules go straight back.
            try machine.run(
                ["ip", "route", "add", "default", "via", DemoTopology.nodeAddressA, "table", "100"]
            )
            try machine.run(["ip", "rule", "add", "from", "\(backend.ipv4)", "table", "100"])
        }
    }

    /// The load balancer.
    public var documents: [DemoDocument] {
        get throws {
            let balancer = DemoLoadBalancer(
                name: "plain",
                frontends: [.init(name: "plain", place: .subnet("segment-a", frontend))],
                pools: [
                    .init(
                        name: "web",
                        members: demo.topology.backends.map {
                            .init(name: $0.name, address: $0.ipv4)
                        }
                    )
                ],
                rules: [
                    .init(
                        name: "http",
                        frontend: "plain",
                        pool: "web",
                        frontendPort: Int(Self.frontendPort),
                        backendPort: Int(Self.backendPort),
                        enablesFloatingIP: false
                    )
                ]
            )
            return [try balancer.document()]
        }
    }

    /// Requests to the frontend, with a capture of the replies at the node.
    public func run(_ narrator: Narrator) throws -> [Check] {
        let topology = demo.topology
        narrator.line("\(frontend):\(Self.frontendPort) leads to port \(Self.backendPort) of the")
        narrator.line("backends' own addresses; a route sends their replies through the node.")
        let fromBackends = try topology.segmentA.capture(
            portOf: topology.nodeOnA,
            "tcp and src port \(Self.backendPort)"
        )
        let restored = try topology.segmentA.capture(
            portOf: topology.nodeOnA,
            "tcp and src host \(frontend) and src port \(Self.frontendPort)"
        )
        let answers = WebAnswers(
            Self.requests,
            of: CurlRequest("http://\(frontend):\(Self.frontendPort)/"),
            from: topology.client
        )
        let backendCount = try fromBackends.stop().count
        let restoredCount = try restored.stop().count
        narrator.table(
            ["backend", "answers", "saw as destination", "saw as client"],
            topology.backends.map { backend in
                let own = answers.answers.filter { $0.machine == backend.name }
                let destinations = Set(own.map { "\($0.serverAddress):\($0.serverPort)" }).sorted()
                let clients = Set(own.map(\.clientAddress)).sorted()
                return [backend.name, "\(own.count)", destinations.listed, clients.listed]
            }
        )
        var checklist = Checklist(narrator)
        check(answers, &checklist)
        checklist.expect(
            backendCount > 0 && backendCount == restoredCount,
            "the replies pass the node, which restores their source",
            seen: "\(backendCount) reply packets from the backends, \(restoredCount) from "
                + "\(frontend):\(Self.frontendPort)"
        )
        return checklist.checks
    }

    private func check(_ answers: WebAnswers, _ checklist: inout Checklist) {
        let backends = demo.topology.backends
        checklist.expect(
            answers.areComplete,
            "every request is answered",
            seen: answers.summary
        )
        checklist.expect(
            answers.answers.allSatisfy { answer in
                answer.serverPort == Self.backendPort
                    && backends.contains {
                        $0.name == answer.machine && $0.ipv4 == answer.serverAddress
                    }
            } && backends.allSatisfy { answers.count(of: $0.name) > 0 },
            "both backends answer and see their own address and port \(Self.backendPort)",
            seen: "\(answers.serverAddresses.listed) port \(answers.serverPorts.listed)"
        )
        checklist.expect(
            answers.clientAddresses.map(\.description) == [DemoTopology.clientAddress],
            "the backends see the client's own address",
            seen: answers.clientAddresses.listed
        )
        let remotes = Set(answers.responses.map(\.remoteAddress)).sorted()
        checklist.expect(
            remotes == [frontend],
            "the client sees the frontend's address",
            seen: remotes.listed
        )
    }
}
