import BPF
import Foundation
import Linux
import Logging
import Probing
import Provisioning
import ServiceLifecycle
import UnixSignals

/// The daemon: one service group over one node configuration.
public enum Daemon {
    /// What serves clients of a node whose configuration is in the database.
    public struct Front: Sendable {
        /// Where the configuration comes from.
        public let provisioner: Provisioner
        /// What runs beside the reconciler.
        public let services: [any Service]

        /// Makes a front from its parts.
        public init(provisioner: Provisioner, services: [any Service]) {
            self.provisioner = provisioner
            self.services = services
        }
    }

    /// Runs until SIGTERM or SIGINT; the data plane stays and goes on forwarding.
    ///
    /// - Parameter front: makes what serves clients, on a node that is not managed by documents.
    public static func run(
        node: NodeConfiguration,
        logger: Logger,
        front makeFront: @Sendable (Reconciler) async throws -> Front
    ) async throws {
        // CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON too; it alone opens a lookup table by its
        // identifier (kernel/bpf/syscall.c) and mounts the file system for pins.
        try Capability.require(
            [.sysAdmin, .netAdmin, .netRaw],
            to: "run",
            "the daemon of a load-balancer node"
        )
        let folder = URL(filePath: node.state)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lock = try StateLock(state: node.state)
        defer { withExtendedLifetime(lock) {} }
        let dataPlane = try DataPlane.open(pins: node.pins)
        let reconciler = try Reconciler(
            node: node,
            dataPlane: dataPlane,
            session: NetlinkSession(),
            logger: logger
        )
        OpenFileLimit.raise(logger: logger)
        let prober = try Prober(sources: node.probeSource, logger: logger)
        let front = node.documents == nil ? try await makeFront(reconciler) : nil
        let group = ServiceGroup(
            services: [
                ReconcileService(
                    reconciler: reconciler,
                    provisioner: front?.provisioner,
                    logger: logger
                ),
                ProbeService(reconciler: reconciler, prober: prober),
                ReadinessService(
                    reconciler: reconciler,
                    surveyor: ReadinessSurveyor(logger: logger)
                ),
            ] + (front?.services ?? []),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        try await group.run()
    }
}
