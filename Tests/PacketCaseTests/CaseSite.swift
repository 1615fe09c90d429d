import Addresses
import ControlPlane
import Demo
import Foundation
import Lab
import Linux
import PacketFormats
import Synchronization
import Testing

/// The machines of a case: nodes with the packet program in native mode, two members or more and a
/// client on one segment, and a router to another segment with a further client.
///
/// No machine leaves checksums to hardware that is not there, so what is recorded is what a cable
/// would carry, and every receiver checks what the packet program has written.
final class CaseSite: Sendable {
    /// A machine that serves what the rules lead to.
    struct Member: Sendable {
        let machine: Machine
        let interface: LabInterface
        let host: Int

        var name: String { machine.name }
    }

    let lab: Lab
    let lan: Segment
    let client: Machine
    let clientInterface: LabInterface
    let router: Machine
    let remote: Machine
    let members: [Member]
    let nodes: [CaseNode]
    private let programs = PassPrograms()
    private let lastPort = Mutex<UInt16>(20_000)

    static let clientHost = 10
    static let routerHost = 1

    /// The first node.
    var node: CaseNode { nodes[0] }

    /// The addresses of the segment without the host number.
    static func prefix(_ version: IPVersion) -> String {
        version == .ipv4 ? "192.0.2." : "2001:db8:1::"
    }

    private static func farPrefix(_ version: IPVersion) -> String {
        version == .ipv4 ? "198.51.100." : "2001:db8:2::"
    }

    /// An address of the segment with the nodes.
    static func near(_ host: Int, _ version: IPVersion = .ipv4) throws -> IPAddress {
        try address("\(prefix(version))\(host)")
    }

    /// An address of the segment behind the router.
    static func far(_ host: Int, _ version: IPVersion = .ipv4) throws -> IPAddress {
        try address("\(farPrefix(version))\(host)")
    }

    /// Runs the body with a site that is taken away afterwards.
    ///
    /// - Parameter settings: more lines of the node files.
    static func with(
        nodes: Int = 1,
        members: Int = 2,
        settings: String = "",
        _ body: (CaseSite) throws -> Void
    ) throws {
        try Lab.with { lab in
            let site = try CaseSite(lab, nodes: nodes, members: members, settings: settings)
            defer {
                // First the daemons end, so that nothing is pinned after the pins are gone.
                lab.tearDown()
                for node in site.nodes { try? DataPlane.remove(pins: node.pins) }
            }
            try body(site)
        }
    }

    private init(_ lab: Lab, nodes: Int, members: Int, settings: String) throws {
        self.lab = lab
        let lan = try lab.segment("lan")
        self.lan = lan
        let far = try lab.segment("far")
        let place = try Self.machine("client", on: lan, host: Self.clientHost, lab)
        client = place.machine
        clientInterface = place.interface
        router = try Self.machine("router", on: lan, host: Self.routerHost, lab).machine
        try router.attach(to: far, addresses: Self.addresses(1, Self.farPrefix))
        try router.forwardPackets()
        remote = try lab.machine("remote")
        try remote.attach(to: far, addresses: Self.addresses(10, Self.farPrefix))
        try Self.finishChecksums(remote)
        var made: [Member] = []
        for (index, name) in ["one", "two", "three"].prefix(members).enumerated() {
            made.append(try Self.machine(name, on: lan, host: 11 + index, lab))
        }
        self.members = made
        self.nodes = try (0..<nodes).map { index in
            let place = try Self.machine("node\(index)", on: lan, host: 2 + index, lab)
            return try CaseNode(
                place.machine,
                interface: place.interface,
                settings: settings
            )
        }
        for node in self.nodes { try programs.attach(facing: node.interface) }
        for version in IPVersion.both { try addRoutes(version) }
    }

    private static func machine(
        _ name: String,
        on segment: Segment,
        host: Int,
        _ lab: Lab
    ) throws -> Member {
        let machine = try lab.machine(name)
        let interface = try machine.attach(to: segment, addresses: addresses(host, prefix))
        try finishChecksums(machine)
        return Member(machine: machine, interface: interface, host: host)
    }

    private static func addresses(_ host: Int, _ prefix: (IPVersion) -> String) throws -> [IPPrefix]
    {
        try [
            PacketCaseTests.prefix("\(prefix(.ipv4))\(host)/24"),
            PacketCaseTests.prefix("\(prefix(.ipv6))\(host)/64"),
        ]
    }

    private static func finishChecksums(_ machine: Machine) throws {
        try machine.run(["ethtool", "-K", "eth0", "tx", "off"])
    }

    /// Everybody reaches the far segment through the router, but what a member sends from its own
    /// address goes to the first node, which restores the replies of translated rules.
    private func addRoutes(_ version: IPVersion) throws {
        let all = try PacketCaseTests.prefix(version == .ipv4 ? "0.0.0.0/0" : "::/0")
        let gateway = try Self.near(Self.routerHost, version)
        try remote.addRoute(to: all, via: Self.far(1, version))
        for machine in [client] + nodes.map(\.machine) + members.map(\.machine) {
            try machine.addRoute(to: all, via: gateway)
        }
        let flag = version == .ipv4 ? "-4" : "-6"
        let node = try Self.near(2, version)
        for member in members {
            let own = try Self.near(member.host, version)
            for words in [
                "route add default via \(node) dev eth0 table 100",
                "rule add from \(own) table 100",
            ] {
                try member.machine.run(["ip", flag] + words.split(separator: " ").map(String.init))
            }
        }
    }

    /// A source port that nothing in the case has used, the same in each run: which member a flow
    /// meets depends on it.
    func newPort() -> UInt16 {
        lastPort.withLock { port in
            port += 1
            return port
        }
    }

    /// Has the client send to an address through a node, whoever else answers for the address.
    func useNode(_ index: Int, for address: IPAddress) throws {
        let ethernet = nodes[index].interface.ethernetAddress
        try client.run([
            "ip", "neigh", "replace", "\(address)", "lladdr", "\(ethernet)", "dev", "eth0", "nud",
            "permanent",
        ])
    }
}
