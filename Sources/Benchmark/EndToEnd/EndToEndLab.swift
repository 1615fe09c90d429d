import Addresses
import BPF
import ControlPlane
import Demo
import Lab
import TestSupport

/// A client, a server and four nodes between them, on one segment.
///
/// The server has two addresses, so that every contender spreads over two members and the same
/// process answers in every case. It has a CPU to itself, as behind a load balancer that is not the
/// narrowest place; the client, the segment and the nodes share another one.
struct EndToEndLab {
    /// What the contenders are called.
    enum Name {
        static let direct = "direct"
        static let apus = "Apus"
        static let nftables = "nftables"
        static let haproxy = "HAProxy"
        static let stream = "nginx stream"
    }

    static let members = ["192.0.2.11", "192.0.2.12"]
    static let frontend = "192.0.2.100"

    /// The CPU of all that is not the server.
    private static let commonProcessor = 0

    /// All ways to the server, in the order of a round.
    let contenders: [Contender]
    private let client: Machine

    init(_ lab: Lab) throws {
        let segment = try lab.segment("lan")
        client = try lab.machine("client")
        try client.attach(to: segment, addresses: [Self.prefix("192.0.2.1")])
        try Self.widen(client)
        try Self.receive(on: Self.commonProcessor, client)
        let server = try lab.machine("server")
        try server.attach(to: segment, addresses: Self.members.map(Self.prefix))
        try server.addFloatingAddress(FixtureWorld.address(Self.frontend))
        try Self.widen(server)
        try Self.receive(on: PeerPrograms.serverProcessor, server)
        _ = try PeerPrograms.startServer(on: server)
        contenders = try [
            Contender(
                name: Name.direct,
                url: Self.url(Self.members[0]),
                interface: nil,
                processes: []
            ),
            Self.apus(lab, segment),
            Self.peer(Name.nftables, "nft", "192.0.2.3", lab, segment) { machine, address in
                try PeerPrograms.startNftables(on: machine, address)
                return []
            },
            Self.peer(Name.haproxy, "haproxy", "192.0.2.4", lab, segment) { machine, address in
                [try PeerPrograms.startHAProxy(on: machine, address).pid]
            },
            Self.peer(Name.stream, "stream", "192.0.2.5", lab, segment) { machine, address in
                [try PeerPrograms.startStream(on: machine, address).pid]
            },
        ]
        for contender in contenders { try waitForAnswer(contender) }
    }

    /// Has the client send requests for some seconds.
    func load(_ contender: Contender, _ load: WebLoad, seconds: Int) throws -> WebLoadRun {
        let processor = "\(Self.commonProcessor)"
        let command =
            ["taskset", "--cpu-list", processor] + load.command(contender.url, seconds: seconds)
        let limit = Duration.seconds(seconds + 20)
        return try WebLoadRun(printed: try client.run(command, within: limit))
    }

    private func waitForAnswer(_ contender: Contender) throws {
        try waitUntil("\(contender.name) answers at \(contender.url)") {
            (try? client.curl(CurlRequest(contender.url)).status) == 200
        }
    }

    private static func apus(_ lab: Lab, _ segment: Segment) throws -> Contender {
        let machine = try lab.machine("apus")
        let interface = try machine.attach(to: segment, addresses: [prefix("192.0.2.2")])
        // The node file of the demo names two interfaces.
        let spare = try lab.segment("spare")
        try machine.attach(to: spare, addresses: [prefix("198.51.100.2")])
        // On a virtual cable native XDP costs more than the generic one: it needs frames whose
        // checksum is finished, and has two polls for each.
        let node = try DemoNode(on: machine, mode: .generic)
        try ApusDocuments.write(to: node.documentsFolder)
        try node.start()
        try receive(on: commonProcessor, machine)
        let daemon = try node.status()?.processID
        return Contender(
            name: Name.apus,
            url: url(frontend),
            interface: NodePort(machine: machine, interface: interface),
            processes: [daemon].compactMap { $0 }
        )
    }

    private static func peer(
        _ name: String,
        _ machineName: String,
        _ address: String,
        _ lab: Lab,
        _ segment: Segment,
        _ start: (Machine, String) throws -> [Int32]
    ) throws -> Contender {
        let machine = try lab.machine(machineName)
        let interface = try machine.attach(to: segment, addresses: [prefix(address)])
        try widen(machine)
        try receive(on: commonProcessor, machine)
        return Contender(
            name: name,
            url: url(address),
            interface: NodePort(machine: machine, interface: interface),
            processes: try start(machine, address)
        )
    }

    /// Gives a machine that opens or accepts many connections the room for them.
    private static func widen(_ machine: Machine) throws {
        try machine.setSysctl("net/ipv4/ip_local_port_range", to: "1024 65000")
        try machine.setSysctl("net/ipv4/tcp_tw_reuse", to: "1")
        try machine.setSysctl("net/core/somaxconn", to: "4096")
        try machine.setSysctl("net/ipv4/tcp_max_syn_backlog", to: "8192")
    }

    /// Has a CPU take what a machine receives (receive packet steering).
    private static func receive(on processor: Int, _ machine: Machine) throws {
        let mask = String(1 << processor, radix: 16)
        let steering = "/sys/class/net/eth0/queues/rx-0/rps_cpus"
        try machine.run(["sh", "-ec", "echo \(mask) >\(steering)"], entry: .networkAndSystemFiles)
    }

    private static func url(_ address: String) -> String { "http://\(address)/" }

    private static func prefix(_ address: String) throws -> IPPrefix {
        guard let prefix = IPPrefix("\(address)/24") else {
            throw BenchmarkError.malformed(program: "apus-bench", text: address)
        }
        return prefix
    }
}
