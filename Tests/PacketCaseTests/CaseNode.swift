import BPF
import ControlPlane
import Foundation
import Lab
import Linux
import Synchronization
import TableStorage
import Testing

/// A load balancer node of a case: a machine, and the daemon on it.
final class CaseNode: Sendable {
    let machine: Machine
    let interface: LabInterface
    /// The folder of the pinned data plane.
    let pins: String
    private let folder: String
    private let process = Mutex<LabProcess?>(nil)

    /// The program beside the one that runs the tests.
    private static let executable: String = {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own ?? "").deletingLastPathComponent().appending(path: "apusd").path
    }()

    /// Prepares a node; the daemon starts with the first documents.
    ///
    /// - Parameters:
    ///   - others: interfaces that the packet program runs on beside the first.
    ///   - settings: more lines of the node file.
    init(
        _ machine: Machine,
        interface: LabInterface,
        others: [LabInterface] = [],
        settings: String = ""
    ) throws {
        self.machine = machine
        self.interface = interface
        pins = "/sys/fs/bpf/\(machine.namespace)"
        folder = "\(machine.lab.directory)/\(machine.name)"
        for path in [documents, state] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }
        try """
        interfaces: [\(([interface] + others).map(\.name).joined(separator: ", "))]
        mode: native
        documents: \(documents)
        pins: \(pins)
        state: \(state)
        \(settings)

        """.write(toFile: nodeFile, atomically: true, encoding: .utf8)
    }

    var documents: String { "\(folder)/documents" }
    private var state: String { "\(folder)/state" }
    private var nodeFile: String { "\(folder)/node.yaml" }

    /// Has the daemon apply a load balancer and find all its members; starts the daemon if need be.
    func apply(_ balancer: CaseBalancer) throws {
        let file = "\(documents)/cases.json"
        try balancer.json.write(toFile: file, atomically: true, encoding: .utf8)
        let running = process.withLock { $0 }
        let before = running == nil ? 0 : try status()?.attempt ?? 0
        let daemon =
            try running
            ?? machine.start(
                [Self.executable, "run", "--config", nodeFile],
                label: "apusd"
            )
        process.withLock { $0 = daemon }
        if running != nil { daemon.signal(SIGHUP) }
        try daemon.wait(until: "the daemon has read its documents", within: .seconds(60)) {
            guard let report = try status() else { return false }
            return report.processID == daemon.pid && report.attempt > before
        }
        try #require(try status()?.refusal == nil)
        try daemon.wait(until: "every member is resolved", within: .seconds(30)) {
            try status()?.rules.allSatisfy(\.unresolvedMembers.isEmpty) == true
        }
    }

    /// Ends the daemon as a service would; the data plane goes on.
    func stopDaemon() throws {
        let daemon = try #require(process.withLock { $0 })
        daemon.signal(SIGTERM)
        #expect(try daemon.waitForExit(within: .seconds(30)).isSuccess)
        process.withLock { $0 = nil }
    }

    /// What the daemon last reported.
    func status() throws -> StatusReport? { try StatusReport.read(state: state) }

    /// The kernel's maps.
    func maps() throws -> ForwardingMaps { try DataPlane.view(pins: pins) }

    /// The count of flows that are pinned.
    func pinCount() throws -> Int { try maps().flowPins.keys().count }

    /// What a rule has done.
    func statistics(_ rule: String = "rule") throws -> RuleStatistics {
        let id = CaseBalancer.id(ofRule: rule)
        let reported = try status()?.rules.first { $0.id == id }
        let index = try #require(reported).index
        return RuleStatistics(summing: try maps().counters.perCPU(index))
    }

    /// What was done for frontend addresses apart from their rules.
    func statisticsOfAddresses() throws -> RuleStatistics {
        RuleStatistics(summing: try maps().counters.perCPU(0))
    }
}
