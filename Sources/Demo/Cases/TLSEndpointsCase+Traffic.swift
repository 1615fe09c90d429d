import Addresses
import Lab

extension TLSEndpointsCase {
    private static let requests = 40
    private static let datagrams = 16

    /// HTTPS to every site.
    func runRequests(_ narrator: Narrator, _ checklist: inout Checklist) throws {
        let topology = demo.topology
        let replies = "tcp and src port 443 and (\(hosts("src")))"
        // What guests answer the node itself, which asks whether they are ready, is no reply.
        let atNode = try topology.segmentA.capture(
            portOf: topology.nodeOnA,
            replies + " and not (\(DemoTopology.toNode))"
        )
        let atClient = try topology.segmentA.capture(portOf: topology.clientOnA, replies)
        let requests = try topology.segmentA.capture(
            portOf: topology.nodeOnA,
            "tcp and dst port 443 and (\(hosts("dst"))) "
                + "and ether dst \(topology.nodeOnA.ethernetAddress)"
        )
        let results = endpoints.map { endpoint in
            WebAnswers(
                Self.requests,
                of: CurlRequest(endpoint.site),
                from: topology.client
            )
        }
        narrator.table(
            ["site", "frontend", "answers"] + topology.backends.map(\.name)
                + ["certificate", "backend saw"],
            zip(endpoints, results).map { endpoint, result in
                [endpoint.host, "\(endpoint.address.address.literal):443"]
                    + ["\(result.responses.count)"]
                    + topology.backends.map { "\(result.count(of: $0.name))" }
                    + [result.certificateNames.listed, result.serverAddresses.listed]
            }
        )
        for (endpoint, result) in zip(endpoints, results) {
            check(endpoint, result, &checklist)
        }
        let requestCount = try requests.stop().count
        let clientCount = try atClient.stop().count
        let nodeCount = try atNode.stop().count
        checklist.expect(
            requestCount > 0 && clientCount > 0 && nodeCount == 0,
            "requests go through the node and no reply does",
            seen: "\(requestCount) request packets to the node, \(clientCount) reply packets at "
                + "the client, \(nodeCount) at the node"
        )
    }

    /// A capture's filter for the frontends' addresses.
    private func hosts(_ direction: String) -> String {
        endpoints.map { "\(direction) host \($0.address.address)" }.joined(separator: " or ")
    }

    private func check(
        _ endpoint: Endpoint,
        _ result: WebAnswers,
        _ checklist: inout Checklist
    ) {
        let name = "\(endpoint.host) at \(endpoint.address.address)"
        let backends = demo.topology.backends
        checklist.expect(
            result.areComplete,
            "\(name) answers every request",
            seen: result.summary
        )
        checklist.expect(
            backends.allSatisfy { result.count(of: $0.name) > 0 },
            "both machines answer for \(name)",
            seen: backends.map { "\($0.name): \(result.count(of: $0.name))" }.listed
        )
        checklist.expect(
            result.certificateNames == [endpoint.host],
            "\(name) shows its own certificate",
            seen: result.certificateNames.listed
        )
        checklist.expect(
            result.serverAddresses == [endpoint.address.address] && result.serverPorts == [443],
            "the machines see \(name) itself as destination",
            seen: "\(result.serverAddresses.listed) port \(result.serverPorts.listed)"
        )
    }

    /// UDP to the echo service; who answered, the frames at the client tell.
    func runDatagrams(_ narrator: Narrator, _ checklist: inout Checklist) throws {
        let topology = demo.topology
        let frontend = endpoints[0].address.address
        let capture = try topology.client.capture(
            on: topology.clientOnA.name,
            "udp and src host \(frontend) and src port \(Self.echoPort)"
        )
        let texts = (1...Self.datagrams).map { "datagram \($0)" }
        let client = topology.client
        let replies = try Parallel.map(texts) { text in
            try client.echo(text, over: .udp, to: frontend, port: Self.echoPort)
        }
        let echoed = zip(texts, replies).count { $0 == $1 }
        let senders = try capture.stop().compactMap { CapturedPacket($0)?.sender }
        let counts = topology.backends.map { backend in
            senders.count { $0 == "\(backend.interface.ethernetAddress)" }
        }
        let shown = zip(topology.backends, counts).map { "\($0.name): \($1)" }.listed
        narrator.line("  UDP echo at \(frontend):\(Self.echoPort), frames that came from \(shown)")
        checklist.expect(
            echoed == texts.count,
            "every datagram comes back from the frontend's address",
            seen: "\(echoed) of \(texts.count)"
        )
        checklist.expect(
            counts.allSatisfy { $0 > 0 } && counts.reduce(0, +) == senders.count,
            "both machines answer datagrams, straight to the client",
            seen: shown
        )
    }
}
