import Access
import ControlPlane
import Logging
import Provisioning
import Resources
import Storage

/// What the routes work on.
public struct APIState: Sendable {
    /// The resources.
    public let provisioner: Provisioner
    /// The database, for operations and the audit log.
    public let store: Store
    /// What the daemon last did and knows; a report of nothing where there is no data plane.
    public let report: @Sendable () async -> StatusReport
    /// Examines one rule, or all; `nil` where there is no data plane.
    public let diagnose: (@Sendable (_ rule: String?) async throws -> Diagnosis)?
    /// What the node counts and knows, in Prometheus' text format.
    public let metrics: @Sendable () async -> String
    /// What guests have reported.
    public let guests: GuestReports
    /// The id of the one subscription.
    public let subscriptionID: String
    /// The id of the one tenant.
    public let tenantID: String
    /// Where what goes wrong is written.
    public let logger: Logger

    /// Gathers what the routes work on.
    public init(
        provisioner: Provisioner,
        store: Store,
        tenantID: String,
        logger: Logger,
        guests: GuestReports = GuestReports(),
        diagnose: (@Sendable (_ rule: String?) async throws -> Diagnosis)? = nil,
        metrics: @escaping @Sendable () async -> String = { "" },
        report: @escaping @Sendable () async -> StatusReport
    ) {
        self.provisioner = provisioner
        self.store = store
        self.tenantID = tenantID
        self.logger = logger
        self.guests = guests
        self.diagnose = diagnose
        self.metrics = metrics
        self.report = report
        subscriptionID = provisioner.settings.subscriptionID
    }
}
