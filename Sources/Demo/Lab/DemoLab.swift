import ControlPlane
import Foundation
import Lab
import Synchronization

/// The demo's lab: the topology and a load balancer node in it whose daemon can be started.
public final class DemoLab: Sendable {
    /// The namespaces, processes and files.
    public let lab: Lab
    /// The machines and segments.
    public let topology: DemoTopology
    /// The load balancer node's daemon.
    public let node: DemoNode
    private let programs = PassPrograms()

    /// Fills an empty lab.
    public init(_ lab: Lab, daemon executable: String = DemoNode.siblingExecutable) throws {
        self.lab = lab
        topology = try DemoTopology(in: lab)
        node = try DemoNode(on: topology.node, executable: executable)
        try programs.attach(facing: topology.nodeOnA)
        try programs.attach(facing: topology.nodeOnB)
    }

    /// Writes documents and starts the daemon with them.
    public func start(_ documents: [DemoDocument]) throws {
        for document in [try DemoNetwork.document()] + documents { try node.write(document) }
        try node.start()
    }

    /// Takes a lab down, with the data plane that its node pinned.
    ///
    /// May be called at any time from any thread, also while the lab is still being filled.
    public static func tearDown(_ lab: Lab) {
        // First the daemon ends, so that nothing is pinned any more after the pins are gone.
        lab.tearDown()
        removePins(DemoNode.pins(of: lab.name))
    }

    /// Runs the body with a demo lab that is torn down afterwards.
    @discardableResult
    public static func with<Result>(
        daemon executable: String = DemoNode.siblingExecutable,
        _ body: (DemoLab) throws -> Result
    ) throws -> Result {
        let lab = try Lab()
        defer { tearDown(lab) }
        return try body(DemoLab(lab, daemon: executable))
    }

    /// Removes what demos left behind whose process was killed.
    public static func removeLeftovers() {
        Lab.removeLeftovers()
        let folder = "/sys/fs/bpf"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let lab = LabName(prefixOf: name), lab.description == name,
                kill(lab.owner, 0) != 0, errno == ESRCH
            else { continue }
            removePins(DemoNode.pins(of: lab))
        }
    }

    private static func removePins(_ path: String) {
        removal.withLock { _ in
            let files = FileManager.default
            guard let names = try? files.contentsOfDirectory(atPath: path) else { return }
            // A lab of several nodes has a folder of each; other pins are no folders.
            for folder in names.map({ "\(path)/\($0)" }) {
                var isFolder: ObjCBool = false
                guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
                else { continue }
                try? DataPlane.remove(pins: folder)
            }
            // What cannot be removed is somebody else's by now.
            try? DataPlane.remove(pins: path)
        }
    }

    /// One at a time: a signal may end the process as soon as its own removal is done.
    private static let removal = Mutex(())
}
