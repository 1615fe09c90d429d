import Addresses
import Foundation
import Lab
import Linux
import Synchronization
import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test of a running daemon where a capability that it needs is not in effect.
    static var needsKernel: Self {
        let held = (try? Capability.effective()) ?? []
        let needed = [Capability.bpf, .netAdmin, .netRaw, .sysAdmin]
        let missing = needed.filter { !held.contains($0) }.map(\.name)
        return .disabled(
            if: !missing.isEmpty,
            "\(missing.joined(separator: ", ")) is not in effect"
        )
    }
}

/// A client, a node and two members on one segment, and a daemon whose configuration is its own.
final class NodeSite {
    let lab: Lab
    let client: Machine
    let node: Machine
    let members: [Machine]
    let folder: String
    private let running: Mutex<LabProcess>
    private let pins: String

    static let frontend = "192.0.2.100"

    init(_ lab: Lab) throws {
        self.lab = lab
        let segment = try lab.segment("lan")
        client = try lab.machine("client")
        node = try lab.machine("node")
        members = try ["one", "two"].map { try lab.machine($0) }
        for (machine, host) in zip([node, client] + members, [2, 10, 11, 12]) {
            let range = try #require(IPPrefix("192.0.2.\(host)/24"))
            _ = try machine.attach(to: segment, addresses: [range])
        }
        // The API listens on the loopback address.
        try node.run(["ip", "link", "set", "lo", "up"])
        folder = "\(lab.directory)/daemon"
        pins = "/sys/fs/bpf/\(lab.name.description)"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        try """
        interfaces: [eth0]
        mode: generic
        pins: \(pins)
        state: \(folder)/state
        publicAddresses: [192.0.2.64/28]

        """.write(toFile: "\(folder)/node.yaml", atomically: true, encoding: .utf8)
        running = Mutex(try Self.start(node, folder))
        try waitUntilReady()
    }

    private static func start(_ node: Machine, _ folder: String) throws -> LabProcess {
        try node.start(
            [Executable.path("apusd"), "run", "--config", "\(folder)/node.yaml"],
            label: "apusd"
        )
    }

    private var daemon: LabProcess { running.withLock(\.self) }

    private func waitUntilReady() throws {
        let socket = "\(folder)/state/apusd.sock"
        try daemon.wait(until: "the daemon has its socket", within: .seconds(30)) {
            FileManager.default.fileExists(atPath: socket)
        }
        try daemon.wait(until: "the daemon answers", within: .seconds(30)) {
            try apus("lb", "list").status.isSuccess
        }
    }

    /// Ends the daemon without a warning, while the caller goes on.
    func killDaemon(after seconds: Double) throws {
        let script = "sleep \(seconds); kill -KILL \(daemon.pid)"
        _ = try node.start(["sh", "-c", script], label: "killer")
    }

    /// Starts the daemon again after it was killed.
    func restart() throws {
        _ = try daemon.waitForExit()
        let next = try Self.start(node, folder)
        running.withLock { $0 = next }
        try waitUntilReady()
    }

    /// Runs `apus` on the node, over the local socket.
    func apus(_ words: String..., input: String = "") throws -> ChildProcess.Outcome {
        try apus(words, input: input)
    }

    /// Runs `apus` on the node, over the local socket.
    func apus(_ words: [String], input: String = "") throws -> ChildProcess.Outcome {
        let program = ["env", "COLUMNS=80", Executable.path("apus")]
        return try node.outcome(
            of: program + words + ["--config", "\(folder)/node.yaml"],
            input: input
        )
    }

    /// Runs a line of words on the node, which must be done, and returns what it printed.
    @discardableResult
    func done(_ line: String, input: String = "") throws -> String {
        let words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
        let outcome = try apus(words, input: input)
        try #require(outcome.status == .exited(0), "apus \(line): \(outcome.errors)")
        #expect(outcome.errors == "", "apus \(line)")
        return outcome.output
    }

    /// The rows that a command prints as tab-separated values.
    func rows(_ line: String) throws -> [[String]] {
        try done("\(line) -o tsv").split(separator: "\n").map { row in
            row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Writes a file into the site's folder, and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        return "\(folder)/\(name)"
    }

    /// Ends the daemon and takes its data plane away.
    func stop() throws {
        daemon.signal(SIGTERM)
        _ = try daemon.waitForExit()
        try detach()
    }

    private func detach() throws {
        try node.run([Executable.path("apusd"), "detach", "--config", "\(folder)/node.yaml"])
    }

    /// Runs a test on a site of its own.
    static func with(_ body: (NodeSite) throws -> Void) throws {
        try Lab.with { lab in
            let site = try NodeSite(lab)
            do {
                try body(site)
            } catch {
                // What the test says is more than that its end failed too.
                try? site.stop()
                throw error
            }
            try site.stop()
        }
    }
}
