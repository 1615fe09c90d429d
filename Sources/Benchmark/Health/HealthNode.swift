import ControlPlane
import Demo
import Foundation
import Lab

/// A node whose daemon follows one document.
final class HealthNode: Sendable {
    /// The machine that it runs on.
    let machine: Machine
    /// Where its data plane is pinned.
    let pins: String
    private let folder: String
    private let configuration: String
    private let apusd = DemoNode.siblingExecutable

    /// Writes the node file and the document; the daemon does not run yet.
    init(on machine: Machine, _ document: HealthDocument) throws {
        self.machine = machine
        folder = "\(machine.lab.directory)/\(machine.name)"
        configuration = "\(folder)/node.yaml"
        pins = "\(DemoNode.pins(of: machine.lab.name))/\(machine.name)"
        for name in ["documents", "state"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)",
                withIntermediateDirectories: true
            )
        }
        try """
        interfaces: [eth0]
        mode: generic
        documents: \(folder)/documents
        pins: \(pins)
        state: \(folder)/state

        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        try document.json.write(
            toFile: "\(folder)/documents/balancer.json",
            atomically: true,
            encoding: .utf8
        )
    }

    /// Starts the daemon, and returns when the document is applied.
    func start() throws -> LabProcess {
        let daemon = try machine.start([apusd, "run", "--config", configuration], label: "apusd")
        try daemon.wait(until: "the daemon has applied its document", within: .seconds(60)) {
            let report = try StatusReport.read(state: "\(folder)/state")
            guard let report, report.processID == daemon.pid, report.attempt > 0 else {
                return false
            }
            if let refusal = report.refusal { throw BenchmarkError.refused(refusal) }
            return true
        }
        return daemon
    }

    /// Takes the data plane away.
    func detach() throws {
        try machine.run([apusd, "detach", "--config", configuration])
    }
}
