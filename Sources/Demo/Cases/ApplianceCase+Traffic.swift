import Addresses
import Lab

extension ApplianceCase {
    /// Sends one TCP connection and one datagram to each port and looks where they went.
    func runFlows(_ narrator: Narrator, _ checklist: inout Checklist) throws {
        let ports = "portrange \(Self.tcpPorts[0])-\(Self.udpPorts[Self.udpPorts.count - 1])"
        let captures = try demo.topology.routers.map { router in
            try router.capture(on: "eth0", "ip and (tcp or udp) and \(ports)")
        }
        let tcp = try echoes(over: .tcp, to: Self.tcpPorts)
        let udp = try echoes(over: .udp, to: Self.udpPorts)
        let traces = try captures.map { capture in
            ApplianceTrace(
                try capture.stop().compactMap(CapturedPacket.init),
                server: DemoTopology.serverAddress
            )
        }
        narrator.table(
            ["appliance", "TCP flows", "UDP flows", "to the server", "back"],
            zip(demo.topology.routers, traces).map { router, trace in
                let flows = trace.flows
                return [
                    router.name,
                    "\(flows.count { Self.tcpPorts.contains($0.serverPort) })",
                    "\(flows.count { Self.udpPorts.contains($0.serverPort) })",
                    "\(trace.toServer.count)", "\(trace.back.count)",
                ]
            }
        )
        check(tcp: tcp, udp: udp, &checklist)
        check(traces, &checklist)
    }

    private func echoes(over transport: EchoTransport, to ports: [UInt16]) throws -> Int {
        let (client, server) = (demo.topology.client, server)
        return try Parallel.map(ports) { port in
            let text = "\(transport.rawValue) \(port)"
            return try client.echo(text, over: transport, to: server, port: port) == text
        }.count { $0 }
    }

    private func check(tcp: Int, udp: Int, _ checklist: inout Checklist) {
        checklist.expect(
            tcp == Self.tcpPorts.count,
            "the server answers on every TCP port behind the appliances",
            seen: "\(tcp) of \(Self.tcpPorts.count) ports"
        )
        checklist.expect(
            udp == Self.udpPorts.count,
            "the server answers on every UDP port behind the appliances",
            seen: "\(udp) of \(Self.udpPorts.count) ports"
        )
    }

    private func check(_ traces: [ApplianceTrace], _ checklist: inout Checklist) {
        let flows = traces.map(\.flows)
        let all = flows.reduce(into: Set()) { $0.formUnion($1) }
        let divided = traces.flatMap { $0.toServer.symmetricDifference($0.back) }
        let shared = all.filter { flow in flows.count { $0.contains(flow) } > 1 }
        let expected = Self.tcpPorts.count + Self.udpPorts.count
        checklist.expect(
            all.count == expected && divided.isEmpty && shared.isEmpty,
            "both directions of every flow meet the same appliance",
            seen: "\(all.count) flows, \(divided.count) in one direction only, "
                + "\(shared.count) at both appliances"
        )
        checklist.expect(
            flows.allSatisfy { !$0.isEmpty },
            "both appliances are used",
            seen: zip(demo.topology.routers, flows).map { "\($0.name): \($1.count)" }.listed
        )
    }

    /// Connects to the port that the appliances block, and past them from one of the appliances.
    func runBlockedPort(_ narrator: Narrator, _ checklist: inout Checklist) throws {
        let port = Self.blockedPort
        func connects(from machine: Machine) -> Bool {
            (try? machine.echo("telnet", over: .tcp, to: server, port: port)) == "telnet"
        }
        let fromClient = connects(from: demo.topology.client)
        let fromRouter = connects(from: demo.topology.routers[0])
        let counts = try demo.topology.routers.map(blockedPackets)
        let shown = zip(demo.topology.routers, counts).map { "\($0.name): \($1)" }.listed
        narrator.line("  TCP port \(port) is blocked; packets refused by \(shown)")
        checklist.expect(
            !fromClient && fromRouter && counts.reduce(0, +) > 0,
            "the appliances block a port that the server serves",
            seen: "the client \(fromClient ? "gets through" : "is refused"), "
                + "\(demo.topology.routers[0].name) itself "
                + (fromRouter ? "gets through" : "is refused")
        )
    }

    private func blockedPackets(at router: Machine) throws -> Int {
        let text = try router.run(["nft", "list", "counter", "inet", "appliance", "blocked"])
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let place = words.firstIndex(of: "packets"), place + 1 < words.count,
            let count = Int(words[place + 1])
        else { throw LabError.malformed("a counter of nft", text: text) }
        return count
    }
}
