import Lab

/// What a person needs to know to play in a standing lab.
struct StandingLabGuide {
    let demo: DemoLab
    let cases: DemoCases
    let commandLine: String

    /// The guide.
    var text: String {
        """

        The lab stands. Each machine is a network namespace; open a shell on one:

          \(Self.indented(shells))

        Try from another terminal:

          \(Self.indented(requests))

        Watch a request pass the node without its reply:

          \(Self.indented([capture]))

        End the database's primary, and promote its standby:

          \(Self.indented(failover))

        These documents describe the load balancers; edit them:

          \(demo.node.documentsFolder)

        Have the daemon read them again, and see what the rules have done:

          \(commandLine) reload --config \(demo.node.configurationFile)
          \(commandLine) status --config \(demo.node.configurationFile)

        Ctrl-C takes the lab down.
        """
    }

    private var shells: [String] {
        let notes = [
            "client": "192.0.2.1",
            "node": "192.0.2.2 and 198.51.100.2, the load balancer",
            "b1": "192.0.2.11, backend",
            "b2": "192.0.2.12, backend",
            "r1": "192.0.2.21 and 198.51.100.21, appliance",
            "r2": "192.0.2.22 and 198.51.100.22, appliance",
            "server": "198.51.100.10",
        ]
        return demo.topology.machines.map { machine in
            Self.line(machine.command(["bash"])) + "  # \(notes[machine.name] ?? machine.name)"
        }
    }

    private var requests: [String] {
        let sites = cases.endpoints.endpoints.map { endpoint in
            [
                "curl", "--cacert", endpoint.certificate.certificatePath, "--resolve",
                "\(endpoint.host):443:\(endpoint.address.address.literal)",
                "https://\(endpoint.host)/",
            ]
        }
        let others = [
            cases.cluster.client.command("SELECT current_setting('cluster_name')"),
            ["curl", "http://\(cases.translation.frontend):\(TranslationCase.frontendPort)/"],
            ["socat", "-", "TCP4:\(cases.appliance.server):\(ApplianceCase.tcpPorts[0])"],
        ]
        return (sites + others).map { Self.line(demo.topology.client.command($0)) }
    }

    private var failover: [String] {
        let (primary, standby) = (cases.cluster.primary, cases.cluster.standby)
        let promotion = standby.server.localClient + ["-c", "SELECT pg_promote()"]
        return [
            primary.server.pid.map { "kill -KILL \($0)" } ?? "",
            Self.line(standby.backend.machine.command(promotion)),
        ]
    }

    private var capture: String {
        let segment = demo.topology.segmentA
        return "nsenter --net=/run/netns/\(segment.namespace) -- "
            + "tcpdump -n -i \(demo.topology.nodeOnA.port) tcp port 443"
    }

    /// A command line that a shell reads back as these words.
    private static func line(_ words: [String]) -> String {
        words.map { word in
            word.contains { "[]*?$() '".contains($0) }
                ? "'\(word.replacing("'", with: "'\\''"))'" : word
        }.joined(separator: " ")
    }

    private static func indented(_ lines: [String]) -> String {
        lines.joined(separator: "\n  ")
    }
}
