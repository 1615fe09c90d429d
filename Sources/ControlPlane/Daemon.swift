import BPF
import Foundation
import Linux
import Logging
import ServiceLifecycle
import UnixSignals

/// The daemon: one service group over one node configuration.
public enum Daemon {
    /// Runs until SIGTERM or SIGINT; the data plane stays and goes on forwarding.
    public static func run(node: NodeConfiguration, logger: Logger) async throws {
        let folder = URL(filePath: node.state)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let dataPlane = try DataPlane.open(pins: node.pins)
        let reconciler = try Reconciler(
            node: node,
            dataPlane: dataPlane,
            session: NetlinkSession(),
            logger: logger
        )
        let group = ServiceGroup(
            services: [ReconcileService(reconciler: reconciler, logger: logger)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
