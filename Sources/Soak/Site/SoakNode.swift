import BPF
import ControlPlane
import Demo
import Foundation
import Lab
import Linux
import Synchronization
import Tables

/// The load balancer node of a soak: its daemon, and the files that it reads.
package final class SoakNode: Sendable {
    let machine: Machine
    let interface: LabInterface
    private let executable: String
    private let folder: String
    private let process = Mutex<LabProcess?>(nil)

    /// A debug build on a busy machine takes its time.
    private static let patience: Duration = .seconds(120)

    /// Writes the node file.
    init(on machine: Machine, interface: LabInterface, executable: String) throws {
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw DemoError.daemonMissing(path: executable)
        }
        self.machine = machine
        self.interface = interface
        self.executable = executable
        folder = "\(machine.lab.directory)/node"
        for path in [documents, state] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }
        try """
        interfaces: [\(interface.name)]
        mode: native
        documents: \(documents)
        addressRanges: ["192.0.2.96/27", "2001:db8:1::100/120"]
        pins: \(pins)
        state: \(state)

        """.write(toFile: nodeFile, atomically: true, encoding: .utf8)
    }

    private var nodeFile: String { "\(folder)/node.yaml" }
    private var documents: String { "\(folder)/documents" }
    private var state: String { "\(folder)/state" }
    private var pins: String { DemoNode.pins(of: machine.lab.name) }

    /// The daemon's process number; `nil` when it does not run.
    package var daemon: Int32? { process.withLock { $0?.pid } }

    /// The daemon's last report.
    package func status() throws -> StatusReport? { try StatusReport.read(state: state) }

    /// The maps of the data plane.
    package func maps() throws -> ForwardingMaps { try DataPlane.view(pins: pins) }

    /// What a rule has done.
    package func statistics(ofRule name: String) throws -> RuleStatistics {
        let rule = try status()?.rules.first { $0.id.hasSuffix("/\(name)") }
        guard let rule else { throw SoakError.noRule(name) }
        return RuleStatistics(summing: try maps().counters.perCPU(rule.index))
    }

    /// How many slots of all lookup tables are unsettled.
    func unsettledSlots() throws -> Int {
        let maps = try maps()
        return try (0..<Limits.lookupTables).reduce(0) { sum, index in
            sum + (try maps.readLookupTable(index)?.count(where: \.isUnsettled) ?? 0)
        }
    }

    /// How many flows are pinned, and of how many only the opening is remembered.
    package func flowState() throws -> (pins: Int, handshakes: Int) {
        let maps = try maps()
        return (try maps.flowPins.keys().count, try maps.handshakes.keys().count)
    }

    /// Writes a document, or takes it away.
    func write(_ text: String?, as name: String = "soak") throws {
        let path = "\(documents)/\(name).json"
        guard let text else { return try FileManager.default.removeItem(atPath: path) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Starts the daemon and returns when the documents are applied and every member is reached.
    func start() throws {
        let daemon = try machine.start(
            [executable, "run", "--config", nodeFile],
            label: "apusd"
        )
        process.withLock { $0 = daemon }
        try finish(after: 0, of: daemon)
    }

    /// Has the daemon read its documents again, and returns when they are applied.
    func reload() throws {
        let (daemon, attempt) = try askForReload()
        try finish(after: attempt, of: daemon)
    }

    /// Has the daemon read documents that it must refuse.
    func reloadRefused(_ what: String) throws {
        let (daemon, attempt) = try askForReload()
        let report = try report(after: attempt, of: daemon)
        guard report.refusal != nil else { throw SoakError.notRefused(what) }
    }

    /// Has the daemon read its documents again, and returns at once.
    @discardableResult
    func askForReload() throws -> (daemon: LabProcess, attempt: Int) {
        let daemon = try running()
        let before = try status()?.attempt ?? 0
        daemon.signal(SIGHUP)
        return (daemon, before)
    }

    /// Ends the daemon in good order; the data plane goes on.
    func stop() throws {
        let daemon = try running()
        daemon.signal(SIGTERM)
        _ = try daemon.waitForExit(within: Self.patience)
        process.withLock { $0 = nil }
    }

    /// Ends the daemon at once, wherever it is.
    func kill() throws {
        let daemon = try running()
        daemon.signal(SIGKILL)
        _ = try daemon.waitForExit(within: Self.patience)
        process.withLock { $0 = nil }
    }

    /// The identifier of the packet program that runs on the node's interface.
    func program() throws -> UInt32 {
        guard let handle = try PinFolder.existing(pins)?.open("link-native-\(interface.name)")
        else { return 0 }
        return try XDPLink(handle: handle).program()
    }

    private func running() throws -> LabProcess {
        guard let daemon = process.withLock({ $0 }) else { throw SoakError.daemonNotRunning }
        return daemon
    }

    private func finish(after attempt: Int, of daemon: LabProcess) throws {
        let report = try report(after: attempt, of: daemon)
        if let refusal = report.refusal { throw SoakError.refused(refusal) }
        try daemon.wait(until: "the node has found every member", within: Self.patience) {
            try status()?.rules.allSatisfy(\.unresolvedMembers.isEmpty) == true
        }
    }

    /// Waits for this daemon's next report; a predecessor's is not mistaken for it.
    private func report(after attempt: Int, of daemon: LabProcess) throws -> StatusReport {
        var found: StatusReport?
        try daemon.wait(until: "the daemon has read its documents", within: Self.patience) {
            guard let report = try status(), report.processID == daemon.pid,
                report.attempt > attempt
            else { return false }
            found = report
            return true
        }
        guard let found else { throw SoakError.daemonNotRunning }
        return found
    }
}
