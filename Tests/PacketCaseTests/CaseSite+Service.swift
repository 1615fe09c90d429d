import Addresses
import ControlPlane
import Lab
import PacketFormats
import Testing

extension CaseSite {
    /// Lets the daemon's probe find every member up, at its own address.
    func serveProbe() throws {
        for member in members {
            try member.machine.startTalk(
                .tcp,
                at: Self.near(member.host, .ipv4),
                port: CaseBalancer.probePort
            )
        }
    }

    /// Has members serve what a rule leads to; an answer begins with the member's name.
    func serve(
        _ rule: CaseBalancer.Rule,
        port: UInt16? = nil,
        answer: TalkServer.Answer? = nil
    ) throws {
        let frontend = try address(rule.frontend)
        for member in members {
            var place = try Self.near(member.host, rule.version)
            if rule.floating {
                place = frontend
                let shown = try member.machine.run(["ip", "-o", "addr", "show", "dev", "lo"])
                if !shown.contains(" \(frontend)/") {
                    try member.machine.addFloatingAddress(frontend)
                }
            }
            let transports: [EchoTransport] =
                switch rule.transport {
                case "Tcp": [.tcp]
                case "Udp": [.udp]
                default: EchoTransport.allCases
                }
            for transport in transports {
                try member.machine.startTalk(
                    transport,
                    at: place,
                    port: port ?? (rule.floating ? rule.port : rule.backendPort),
                    answer: answer
                )
            }
        }
    }

    /// Where clients send to for a rule.
    func target(_ rule: CaseBalancer.Rule, port: UInt16? = nil) throws -> Endpoint {
        Endpoint(try address(rule.frontend), port ?? rule.port)
    }

    /// The client's address.
    func clientAddress(_ version: IPVersion = .ipv4) throws -> IPAddress {
        try Self.near(Self.clientHost, version)
    }

    /// Opens a connection from the client.
    func connect(
        _ rule: CaseBalancer.Rule,
        from address: IPAddress? = nil,
        port: UInt16? = nil
    ) throws -> StreamConnection {
        let own = try clientAddress(rule.version)
        return try client.connect(
            to: target(rule),
            from: address ?? own,
            port: port ?? newPort()
        )
    }

    /// Opens connections from the client and asks each who serves it.
    func connections(_ count: Int, _ rule: CaseBalancer.Rule) throws -> [Conversation] {
        try (0..<count).map { _ in
            let connection = try connect(rule)
            return Conversation(connection: connection, member: try connection.askForMember())
        }
    }

    /// Opens a UDP socket of the client.
    func datagramSocket(
        _ rule: CaseBalancer.Rule,
        from address: IPAddress? = nil
    ) throws -> DatagramSocket {
        let own = try clientAddress(rule.version)
        return try client.openDatagramSocket(at: address ?? own, port: newPort())
    }

    /// Captures a TCP rule's packets at the port that leads to a node, before its packet program
    /// has seen them.
    func capture(to node: CaseNode, _ rule: CaseBalancer.Rule) throws -> Capture {
        try lan.capture(
            portOf: node.interface,
            "tcp and dst host \(rule.frontend) and ether dst \(node.interface.ethernetAddress)"
        )
    }

    /// Waits until a node has counted every packet that was captured on its way there, and checks
    /// that none was counted twice.
    func waitUntilCounted(_ packets: Capture, by node: CaseNode) throws {
        var counts: (counted: UInt64, captured: Int) = (0, 0)
        try waitUntil("each packet is counted once", detail: { "\(counts)" }) {
            let statistics = try node.statistics()
            counts.counted = statistics.packets + statistics.drops.values.reduce(0, +)
            counts.captured = try packets.lines().count
            return counts.counted == UInt64(counts.captured)
        }
    }

    /// Records the frames at every member.
    func recordMembers(_ filter: String = "") throws -> [Recording] {
        try members.map { try $0.machine.record(on: "eth0", filter) }
    }
}

/// A connection, and the member that it is with.
struct Conversation {
    let connection: StreamConnection
    let member: String

    /// Whether the connection still works, with the same member.
    func goesOn() throws -> Bool { try connection.askForMember() == member }
}

extension StreamConnection {
    /// Has the server say its name, over the connection.
    func askForMember() throws -> String {
        let answer = try ask("who")
        let words = answer.split(separator: " ")
        try #require(words.count == 2 && words[1] == "who", "answered '\(answer)'")
        return String(words[0])
    }
}

extension DatagramSocket {
    /// Has the server at an endpoint say its name; `nil` when no answer comes in time.
    func askForMember(
        at target: Endpoint,
        within limit: Duration = .seconds(5)
    ) throws -> String? {
        guard let answer = try ask("who", of: target, within: limit) else { return nil }
        #expect(answer.source == target, "the answer must come from the frontend")
        let words = answer.text.split(separator: " ")
        try #require(words.count == 2 && words[1] == "who", "answered '\(answer.text)'")
        return String(words[0])
    }
}
