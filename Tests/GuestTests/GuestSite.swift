import Addresses
import Foundation
import Lab
import Linux
import Resources
import Testing

/// A lab with a client, a node that runs the daemon, and a guest that nobody has configured.
///
/// The client has host number 10, the node 2, the guest 11; the frontend has 100.
struct GuestSite {
    let lab: Lab
    let client: Machine
    let node: Machine
    let guest: Machine
    let segment: Segment
    /// The folder that stands for the guest's root.
    let root: String
    private let folder: String

    init(_ lab: Lab) throws {
        self.lab = lab
        segment = try lab.segment("lan")
        client = try lab.machine("client")
        node = try lab.machine("node")
        guest = try lab.machine("guest")
        for (machine, host) in [(client, 10), (node, 2), (guest, 11)] {
            try machine.attach(
                to: segment,
                addresses: [try prefix("192.0.2.\(host)/24"), try prefix("2001:db8::\(host)/64")]
            )
        }
        root = "\(lab.directory)/root"
        folder = "\(lab.directory)/node"
        for path in ["\(folder)/documents", "\(root)/etc/netplan", "\(root)/var/lib"] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }
        try "network:\n  version: 2\n".write(
            toFile: "\(root)/etc/netplan/50-cloud-init.yaml",
            atomically: false,
            encoding: .utf8
        )
        let document = RequirementTests.document(probePort: 80)
        try Data(document.bytes).write(to: URL(filePath: documentFile))
    }

    /// The load balancer's document, which the node and the guest read.
    var documentFile: String { "\(folder)/documents/lb.json" }
    var pins: String { "/sys/fs/bpf/\(lab.name)" }
    var state: String { "\(folder)/state" }

    /// Starts a web server on every address of the guest, and returns when it answers.
    func serve() throws {
        _ = try guest.startNginx([
            NginxSite(address: try address("0.0.0.0"), port: 80),
            NginxSite(address: try address("::"), port: 80),
        ])
    }

    /// Runs the body while the daemon forwards, and takes the data plane away afterwards.
    ///
    /// Without documents the node is managed through its API.
    func forwarding(withDocuments: Bool = true, _ body: () throws -> Void) throws {
        let file = "\(folder)/node.yaml"
        let source =
            withDocuments
            ? "documents: \(folder)/documents"
            : "apiListen: 192.0.2.2:8443\npublicAddresses: [192.0.2.100/32]"
        try """
        interfaces: [eth0]
        mode: generic
        \(source)
        pins: \(pins)
        state: \(state)
        addressRanges: [192.0.2.100/32, "2001:db8::100/128"]

        """.write(toFile: file, atomically: true, encoding: .utf8)
        let daemon = try node.start([program("apusd"), "run", "--config", file], label: "apusd")
        defer {
            daemon.terminate()
            _ = try? node.run([program("apusd"), "detach", "--config", file])
        }
        try daemon.wait(until: "the daemon forwards", within: .seconds(30)) {
            if !withDocuments {
                return FileManager.default.fileExists(atPath: "\(state)/apusd.sock")
            }
            let outcome = try node.outcome(of: [program("apus"), "status", "--config", file])
            return outcome.status.isSuccess && outcome.output.contains("members: ")
                && !outcome.output.contains("not resolved: 192.0.2.11")
        }
        try body()
    }

    /// Whether a request to the frontend is answered.
    func answers(_ url: String = "http://192.0.2.100/") throws -> Bool {
        try client.isAnswered(url)
    }

    /// Runs `apus-guest` on the guest.
    func apusGuest(_ words: String...) throws -> ChildProcess.Outcome {
        try guest.outcome(of: [program("apus-guest")] + words + ["--root", root])
    }

    /// Everything of the guest that may be changed: addresses, settings, files, packet filter.
    func fingerprint() throws -> String {
        let settings = try guest.run([
            "sh", "-c",
            "cd /proc/sys/net/ipv4/conf && grep -H . */arp_ignore */arp_announce */rp_filter",
        ])
        let files = try guest.run([
            "sh", "-c", "cd \(root) && find . | sort && find . -type f | sort | xargs md5sum",
        ])
        // Lifetimes count down.
        let addresses = try guest.run(["ip", "address"]).split(separator: "\n").filter {
            !$0.contains("valid_lft") || $0.contains("forever")
        }.joined(separator: "\n")
        let filter = try guest.run(["nft", "-s", "list", "ruleset"])
        return [addresses, settings, files, filter].joined(separator: "\n")
    }
}
