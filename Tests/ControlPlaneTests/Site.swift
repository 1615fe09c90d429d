import Addresses
import BPF
import ControlPlane
import Foundation
import Lab
import Linux
import PacketFormats
import Planning
import TableStorage
import Tables
import Testing

/// A lab with a client, a node and two members on one segment, and the daemon on the node.
///
/// The daemon attaches in generic mode, which virtual cables need no far program for.
final class Site: Sendable {
    let lab: Lab
    let segment: Segment
    let client: Machine
    let node: Machine
    let nodeInterface: LabInterface
    let members: [Machine]
    let pins: DataPlanePins
    private let folder: String

    /// The program beside the one that runs the tests.
    static let daemon: String = {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: "apusd").path
    }()

    init(_ lab: Lab) throws {
        self.lab = lab
        let segment = try lab.segment("lan")
        self.segment = segment
        client = try lab.machine("client")
        node = try lab.machine("node")
        members = try ["one", "two"].map { try lab.machine($0) }
        let attached = try zip([node, client] + members, [2, 10, 11, 12]).map { machine, host in
            try machine.attach(
                to: segment,
                addresses: [try prefix("192.0.2.\(host)/24"), try prefix("2001:db8::\(host)/64")]
            )
        }
        nodeInterface = attached[0]
        pins = DataPlanePins(name: lab.name.description)
        folder = "\(lab.directory)/daemon"
        for path in [documents, state] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }
    }

    private var documents: String { "\(folder)/documents" }
    private var state: String { "\(folder)/state" }

    /// Writes the node file; `more` are lines of other keys.
    func configure(interfaces: String = "[eth0]", more: String = "") throws -> String {
        let file = "\(folder)/node.yaml"
        try """
        interfaces: \(interfaces)
        mode: generic
        documents: \(documents)
        pins: \(pins.path)
        state: \(state)
        \(more)

        """.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Writes a document, or takes it away.
    func write(_ text: String?, as name: String = "lb.json") throws {
        let path = "\(documents)/\(name)"
        guard let text else { return try FileManager.default.removeItem(atPath: path) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Starts the daemon and returns when it has read its documents.
    func start(interfaces: String = "[eth0]", more: String = "") throws -> RunningDaemon {
        let file = try configure(interfaces: interfaces, more: more)
        let process = try node.start([Self.daemon, "run", "--config", file], label: "apusd")
        let daemon = RunningDaemon(process: process, state: state)
        _ = try daemon.report(after: 0)
        return daemon
    }

    /// Starts the daemon with documents that it must apply, and waits until it knows the members.
    func startApplied(more: String = "") throws -> RunningDaemon {
        let daemon = try start(more: more)
        try #require(daemon.status()?.refusal == nil)
        try daemon.waitForMembers()
        return daemon
    }

    /// What the kernel's maps hold.
    func image() throws -> TableImage { try DataPlane.view(pins: pins.path).readImage() }

    /// What a rule has done.
    func statistics(rule: UInt32) throws -> RuleStatistics {
        RuleStatistics(summing: try DataPlane.view(pins: pins.path).counters.perCPU(rule))
    }

    /// Takes the data plane away.
    func detach() throws {
        try node.run([Self.daemon, "detach", "--config", "\(folder)/node.yaml"])
    }

    /// What `apus status` prints.
    func operatorStatus() throws -> String {
        let program = URL(filePath: Self.daemon).deletingLastPathComponent().appending(path: "apus")
        return try node.run([program.path, "status", "--config", "\(folder)/node.yaml"])
    }

    /// The backend entry's Ethernet address of a member; `nil` when it has none.
    func delivery(of member: String) throws -> String? {
        let bits = try address(member).bits
        return try image().backends.values.first { $0.address == bits }?.destination.description
    }
}

/// A daemon that runs on the node of a site.
struct RunningDaemon {
    let process: LabProcess
    let state: String

    /// What the daemon last reported.
    func status() throws -> StatusReport? { try StatusReport.read(state: state) }

    /// Waits for this daemon's report of an attempt after one of a number.
    func report(after number: Int) throws -> StatusReport {
        var found: StatusReport?
        try process.wait(until: "the daemon has read its documents", within: .seconds(30)) {
            guard let report = try status(), report.processID == process.pid,
                report.attempt > number
            else { return false }
            found = report
            return true
        }
        return try #require(found)
    }

    /// Has the daemon read its documents again, and returns what came of it.
    func reload() throws -> StatusReport {
        let before = try status()?.attempt ?? 0
        process.signal(SIGHUP)
        return try report(after: before)
    }

    /// Waits until the Ethernet address of every member is known.
    func waitForMembers() throws {
        try process.wait(until: "every member is resolved", within: .seconds(30)) {
            try status()?.rules.allSatisfy(\.unresolvedMembers.isEmpty) == true
        }
    }

    /// Does something to the host's network, and waits until the daemon has looked at it.
    func waitForLook(after change: () throws -> Void) throws {
        let file = StatusReport.file(state: state).path
        // Each look writes the report anew, as another file.
        func identity() throws -> UInt64? {
            try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? UInt64
        }
        let before = try identity()
        try change()
        try process.wait(until: "the daemon has looked at the network", within: .seconds(30)) {
            try identity() != before
        }
    }

    /// Ends the daemon as a service would, and checks that it ends well.
    func stop() throws {
        process.signal(SIGTERM)
        let status = try process.waitForExit()
        let said = try process.output()
        #expect(status.isSuccess, "\(said)")
    }
}
