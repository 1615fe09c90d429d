import BPF
import ControlPlane
import Foundation
import Lab
import Synchronization

/// The daemon on the demo's load balancer node, and the files that it reads.
public final class DemoNode: Sendable {
    /// The machine that it runs on.
    public let machine: Machine
    /// The daemon's program.
    public let executable: String
    /// The node file.
    public let configurationFile: String
    /// The folder of the ARM documents.
    public let documentsFolder: String
    /// The folder of the daemon's own files.
    public let stateFolder: String
    private let process = Mutex<LabProcess?>(nil)

    /// The daemon's program beside the running one.
    public static var siblingExecutable: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return URL(filePath: own ?? CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "apusd").path
    }

    /// The folder in which a lab's node pins its data plane.
    public static func pins(of lab: LabName) -> String { "/sys/fs/bpf/\(lab)" }

    /// Writes the node file; the daemon does not run yet.
    ///
    /// - Parameter mode: where the packet program runs; in native mode the ports that face the node
    ///   need `PassPrograms`.
    public init(
        on machine: Machine,
        executable: String = siblingExecutable,
        mode: XDPMode = .native
    ) throws {
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw DemoError.daemonMissing(path: executable)
        }
        self.machine = machine
        self.executable = executable
        let folder = "\(machine.lab.directory)/node"
        configurationFile = "\(folder)/node.yaml"
        documentsFolder = "\(folder)/documents"
        stateFolder = "\(folder)/state"
        for path in [documentsFolder, stateFolder] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }
        try """
        # The load balancer node of the demo.
        interfaces: [eth0, eth1]
        mode: \(mode.rawValue)
        documents: \(documentsFolder)
        # What frontend addresses may be taken from.
        addressRanges: ["192.0.2.96/28", "198.51.100.96/28", "2001:db8:1::100/120"]
        pins: \(Self.pins(of: machine.lab.name))
        state: \(stateFolder)

        """.write(toFile: configurationFile, atomically: true, encoding: .utf8)
    }

    /// Writes a document, in place of an older one of the same name.
    public func write(_ document: DemoDocument) throws {
        let path = "\(documentsFolder)/\(document.fileName)"
        try document.text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Starts the daemon and returns when the documents are applied and every member is reached.
    public func start() throws {
        let daemon = try machine.start(
            [executable, "run", "--config", configurationFile],
            label: "apusd"
        )
        process.withLock { $0 = daemon }
        let report = try attempt(after: 0, of: daemon)
        if let refusal = report.refusal { throw DemoError.configurationRefused(refusal) }
        try waitForMembers(daemon)
    }

    /// Has the daemon read its documents again; returns why it refuses them, if it does.
    ///
    /// When it applies them, the members are reached on return.
    public func reload() throws -> String? {
        let daemon = try running()
        let before = try status()?.attempt ?? 0
        daemon.signal(SIGHUP)
        let report = try attempt(after: before, of: daemon)
        if report.refusal == nil { try waitForMembers(daemon) }
        return report.refusal
    }

    /// Ends the daemon; the data plane goes on.
    public func stop() throws {
        try running().terminate()
        process.withLock { $0 = nil }
    }

    /// Takes the data plane away.
    public func detach() throws {
        try machine.run([executable, "detach", "--config", configurationFile])
    }

    /// What the daemon last reported.
    public func status() throws -> StatusReport? {
        try StatusReport.read(state: stateFolder)
    }

    private func running() throws -> LabProcess {
        guard let daemon = process.withLock({ $0 }) else { throw DemoError.daemonNotRunning }
        return daemon
    }

    /// Waits for this daemon's next attempt; a predecessor's report is not mistaken for it.
    private func attempt(after number: Int, of daemon: LabProcess) throws -> StatusReport {
        var found: StatusReport?
        try daemon.wait(until: "the daemon has read its documents", within: .seconds(30)) {
            guard let report = try status(), report.processID == daemon.pid,
                report.attempt > number
            else { return false }
            found = report
            return true
        }
        guard let found else { throw DemoError.daemonNotRunning }
        return found
    }

    private func waitForMembers(_ daemon: LabProcess) throws {
        try daemon.wait(until: "the node has found every member", within: .seconds(30)) {
            try status()?.rules.allSatisfy(\.unresolvedMembers.isEmpty) == true
        }
    }
}
