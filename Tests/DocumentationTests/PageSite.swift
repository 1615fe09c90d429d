import Addresses
import ControlPlane
import Demo
import Foundation
import Lab
import Probing
import Testing

/// The lab that the page on Floating IP describes: a client, a node with the daemon, and a guest.
///
/// The guest has a web server and nothing of Floating IP; the node has no load balancer yet.
final class PageSite: Sendable {
    let lab: Lab
    let lan: Segment
    let client: PageMachine
    let node: PageMachine
    let guest: PageMachine
    /// The node's end of its cable.
    let nodeInterface: LabInterface
    private let daemon: LabProcess
    private let programs = PassPrograms()

    private static func pins(_ lab: Lab) -> String { "/sys/fs/bpf/\(lab.name)" }

    /// Runs the body with a site that is taken away afterwards.
    static func with(_ body: (PageSite) throws -> Void) throws {
        try Lab.with { lab in
            defer {
                // First the daemon ends, so that nothing is pinned after the pins are gone.
                lab.tearDown()
                try? DataPlane.remove(pins: pins(lab))
            }
            try body(PageSite(lab))
        }
    }

    private init(_ lab: Lab) throws {
        self.lab = lab
        lan = try lab.segment("lan")
        client = try Self.machine("client", 10, on: lan, lab).0
        (node, nodeInterface) = try Self.machine("node", 2, on: lan, lab)
        guest = try Self.machine("guest", 11, on: lan, lab).0
        try programs.attach(facing: nodeInterface)
        try guest.writeSetting("netplan/50-cloud-init.yaml", "network:\n  version: 2\n")
        let answer = "guest, asked at $server_addr\n"
        _ = try guest.machine.startNginx([
            NginxSite(address: #require(IPAddress("0.0.0.0")), port: 80, response: answer),
            NginxSite(address: #require(IPAddress("::")), port: 80, response: answer),
        ])
        try node.writeSetting(
            "apus/node.yaml",
            "interfaces: [eth0]\nmode: native\npins: \(Self.pins(lab))\n"
        )
        daemon = try node.start("exec apusd run", label: "apusd")
        let socket = "\(node.daemonState)/apusd.sock"
        try daemon.wait(until: "the daemon takes orders", within: .seconds(60)) {
            FileManager.default.fileExists(atPath: socket)
        }
    }

    /// What a new namespace may have from the machine that runs the tests.
    ///
    /// What TCP says of its window also depends on the memory there.
    private static let settings = [
        ("tcp_rmem", "4096 131072 6291456"), ("tcp_ecn", "2"), ("ip_default_ttl", "64"),
        ("conf/all/arp_ignore", "0"), ("conf/eth0/arp_ignore", "0"),
        ("conf/all/arp_announce", "0"), ("conf/eth0/arp_announce", "0"),
        ("conf/all/rp_filter", "0"), ("conf/eth0/rp_filter", "0"),
    ]

    /// Makes a machine whose addresses, Ethernet's too, are those on the page.
    ///
    /// It leaves no checksum to hardware that is not there.
    private static func machine(
        _ name: String,
        _ host: Int,
        on segment: Segment,
        _ lab: Lab
    ) throws -> (PageMachine, LabInterface) {
        let machine = try lab.machine(name)
        let interface = try machine.attach(
            to: segment,
            addresses: [
                #require(IPPrefix("192.0.2.\(host)/24")),
                #require(IPPrefix("2001:db8::\(host)/64")),
            ]
        )
        let digits = host < 16 ? "0\(String(host, radix: 16))" : String(host, radix: 16)
        try machine.run(["ip", "link", "set", "eth0", "address", "02:00:00:00:00:\(digits)"])
        try machine.run(["ethtool", "-K", "eth0", "tx", "off"])
        for (setting, value) in settings { try machine.setSysctl("net/ipv4/\(setting)", to: value) }
        return (try PageMachine(machine), interface)
    }

    /// The machine of a name on the page.
    func machine(_ name: String) throws -> PageMachine {
        try #require(["client": client, "node": node, "guest": guest][name])
    }

    /// Waits until the daemon reaches every member and has asked it, as it does soon after a change.
    func settle() throws {
        try daemon.wait(until: "the daemon reaches every member", within: .seconds(30)) {
            guard let report = try StatusReport.read(state: node.daemonState) else { return false }
            return report.rules.allSatisfy { rule in
                rule.unresolvedMembers.isEmpty && rule.health.allSatisfy { $0.reason != .notProbed }
            }
        }
    }
}
