import Lab

/// What a person needs to know to play in a standing lab.
struct StandingLabGuide {
    let demo: DemoLab
    let cases: DemoCases
    let commandLine: String

    /// The guide, line by line.
    var lines: [String] {
        [
            "", "The lab stands. Each machine is a network namespace; open a shell on one:", "",
        ] + machineLines + ["", "Try from another terminal:", ""] + trafficLines
            + [
                "", "The load balancer is described by these documents, which you can edit:", "",
                "  \(demo.node.documentsFolder)", "",
                "Have the daemon read them again, and see what the rules have done:", "",
                "  \(commandLine) reload --config \(demo.node.configurationFile)",
                "  \(commandLine) status --config \(demo.node.configurationFile)", "",
                "Ctrl-C takes the lab down.",
            ]
    }

    private var machineLines: [String] {
        let notes = [
            "client": "192.0.2.1", "node": "192.0.2.2, 198.51.100.2: the load balancer",
            "b1": "192.0.2.11", "b2": "192.0.2.12", "r1": "192.0.2.21, 198.51.100.21: appliance",
            "r2": "192.0.2.22, 198.51.100.22: appliance", "server": "198.51.100.10",
        ]
        return demo.topology.machines.map { machine in
            "  \(Self.text(machine.command(["bash"])))  # \(notes[machine.name] ?? machine.name)"
        }
    }

    private var trafficLines: [String] {
        let client = demo.topology.client
        let sites = cases.endpoints.endpoints.map { endpoint in
            let address = endpoint.address.address.literal
            return client.command([
                "curl", "--cacert", endpoint.certificate.certificatePath, "--resolve",
                "\(endpoint.host):443:\(address)", "https://\(endpoint.host)/",
            ])
        }
        let others = [
            ["curl", "http://\(cases.cluster.frontend):\(ClusterCase.port)/"],
            ["curl", "http://192.0.2.104:8080/"],
            [
                "socat", "-",
                "TCP4:\(cases.appliance.server):\(ApplianceCase.tcpPorts[0])",
            ],
        ].map { client.command($0) }
        return (sites + others).map { "  \(Self.text($0))" }
    }

    private static func text(_ words: [String]) -> String { words.joined(separator: " ") }
}
