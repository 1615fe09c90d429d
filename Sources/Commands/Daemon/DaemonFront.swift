import API
import Access
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
    ) throws -> Daemon.Front {
        let store = try Store(path: database(state: node.state))
        try store.tidyOperations(
            interrupted: #"{"code": "OperationInterrupted", "message": "The daemon ended."}"#,
            oldest: Date().timeIntervalSince1970 - 86_400
        )
        let subscription = try store.setting("subscriptionID") { Data(newID.utf8) }
        let tenant = try store.setting("tenantID") { Data(newID.utf8) }
        let provisioner = try Provisioner(
            store: store,
            settings: ProvisioningSettings(
                subscriptionID: String(decoding: subscription, as: UTF8.self),
                location: node.location,
                publicAddresses: node.publicAddresses
            ),
            carrier: reconciler,
            logger: logger
        )
        let state = APIState(
            provisioner: provisioner,
            store: store,
            tenantID: String(decoding: tenant, as: UTF8.self),
            logger: logger
        ) { await reconciler.report }
        let signIn = APIServer.SignIn(authentication: LocalAuthentication()) { _ in }
        let router = APIServer.router(state, signIn: signIn)
        let socket = socket(state: node.state)
        let local = try APIServer.local(router, path: socket, logger: logger)
        return Daemon.Front(provisioner: provisioner, services: [local])
    }

    private static var newID: String { UUID().uuidString.lowercased() }
}
