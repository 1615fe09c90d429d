import API
import Access
import Addresses
import ControlPlane
import Foundation
import Logging
import Provisioning
import ServiceLifecycle
import Storage

/// Makes what serves the clients of a node whose configuration is in the database.
enum DaemonFront {
    /// The database's file in the daemon's folder.
    static func database(state folder: String) -> String { "\(folder)/apus.db" }

    /// The local socket in the daemon's folder.
    static func socket(state folder: String) -> String { "\(folder)/apusd.sock" }

    /// Opens the database and the API over a reconciler.
    static func make(
        _ node: NodeConfiguration,
        _ reconciler: Reconciler,
        _ logger: Logger
    ) async throws -> Daemon.Front {
        let store = try Store(path: database(state: node.state))
        try store.tidyOperations(
            interrupted: #"{"code": "OperationInterrupted", "message": "The daemon ended."}"#,
            oldest: Date().timeIntervalSince1970 - 86_400
        )
        let identity = try NodeIdentity(store: store)
        let access = try await AccessControl(store: store, identity: identity, logger: logger)
        let provisioner = try Provisioner(
            store: store,
            settings: ProvisioningSettings(
                subscriptionID: identity.subscriptionID,
                location: node.location,
                publicAddresses: node.publicAddresses
            ),
            carrier: reconciler,
            logger: logger
        )
        let guests = GuestReports()
        let state = APIState(
            provisioner: provisioner,
            store: store,
            tenantID: identity.tenantID,
            logger: logger,
            guests: guests,
            diagnose: { try await reconciler.diagnose(rule: $0, guests: guests.all) },
            metrics: { await reconciler.metrics() },
            report: { await reconciler.report }
        )
        let certificate = try certificate(node)
        let address = node.api.address
        let host = address.version == .ipv6 ? "[\(address)]" : address.description
        let router = APIServer.router(
            state,
            access: access,
            endpoint: "https://\(host):\(node.api.port)",
            caFile: certificate.caFile
        )
        let local = try APIServer.local(
            router,
            path: socket(state: node.state),
            logger: logger
        )
        let remote = try APIServer.remote(
            router,
            address: address.description,
            port: Int(node.api.port),
            certificate: certificate,
            logger: logger
        )
        return Daemon.Front(provisioner: provisioner, services: [local, remote])
    }

    private static func certificate(_ node: NodeConfiguration) throws -> ServerCertificate {
        if let certificate = node.api.certificate, let key = node.api.key {
            return try ServerCertificate(certificateFile: certificate, keyFile: key)
        }
        let unspecified = ["0.0.0.0", "::"]
        let names = [ProcessInfo.processInfo.hostName, node.api.address.description]
        return try ServerCertificate(
            folder: "\(node.state)/tls",
            names: (names + node.api.names).filter { !unspecified.contains($0) && !$0.isEmpty }
        )
    }
}
