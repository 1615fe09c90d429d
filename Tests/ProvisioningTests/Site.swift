import Addresses
import Foundation
import Logging
import Provisioning
import Resources
import Storage
import Synchronization
import Testing

/// Carries configurations in memory, and refuses those whose members include an unreachable one.
final class MemoryCarrier: Carrier {
    private struct State {
        var carried: [ForwardingConfiguration] = []
        var unreachable: Set<IPAddress> = []
        var inUse: Set<IPAddress> = []
    }

    private let state = Mutex(State())

    /// What was carried, the latest last.
    var carried: [ForwardingConfiguration] { state.withLock(\.carried) }

    func setUnreachable(_ addresses: Set<IPAddress>) {
        state.withLock { $0.unreachable = addresses }
    }

    func setInUse(_ addresses: Set<IPAddress>) {
        state.withLock { $0.inUse = addresses }
    }

    func carry(_ configuration: ForwardingConfiguration) async -> CarryFailure? {
        state.withLock { state in
            let members = configuration.rules.flatMap(\.members).map(\.address)
            guard state.unreachable.isDisjoint(with: members) else {
                return CarryFailure(code: "BackendAddressNotReachable", message: "no way there")
            }
            state.carried.append(configuration)
            return nil
        }
    }

    func preview(
        _ configuration: ForwardingConfiguration
    ) async -> Result<TableChanges, CarryFailure> {
        .success(TableChanges(edits: configuration.rules.count, rules: []))
    }

    func addressesInUse() async -> Set<IPAddress> { state.withLock(\.inUse) }

    func memberHealth() async -> [String: [ReportedHealth]] { [:] }
}

/// A node's resources in a database of their own.
final class Site: Sendable {
    static let subscription = "11111111-2222-3333-4444-555555555555"
    static let group = "/subscriptions/\(subscription)/resourceGroups/web"
    static let network = "\(group)/providers/Microsoft.Network"

    let folder: URL
    let carrier = MemoryCarrier()
    let store: Store
    let provisioner: Provisioner

    init(publicAddresses: [String] = ["192.0.2.0/29"], in folder: URL? = nil) async throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "apus-\(UUID())")
        self.folder = folder ?? made
        try FileManager.default.createDirectory(
            at: self.folder,
            withIntermediateDirectories: true
        )
        store = try Store(path: self.folder.appending(path: "apus.db").path())
        provisioner = try Provisioner(
            store: store,
            settings: ProvisioningSettings(
                subscriptionID: Self.subscription,
                publicAddresses: try publicAddresses.map { try #require(IPPrefix($0)) }
            ),
            carrier: carrier,
            logger: Logger(label: "test")
        )
        await provisioner.start()
        _ = try await provisioner.putGroup("web", location: "local", tags: [:], by: "test")
    }

    func end() { try? FileManager.default.removeItem(at: folder) }

    static func id(_ path: String) throws -> ResourceID {
        try #require(ResourceID("\(network)/\(path)"))
    }

    @discardableResult
    func put(
        _ path: String,
        _ properties: String,
        precondition: Precondition = Precondition()
    ) async throws -> ResourceAnswer {
        let text = "{\"properties\": \(properties)}".replacing("NET", with: Self.network)
        return try await provisioner.put(
            Self.id(path),
            JSONValue(parsing: Array(text.utf8)),
            precondition: precondition,
            by: "test"
        )
    }

    /// A virtual network with one subnet of 10.0.0.0/24.
    func putNetwork() async throws {
        try await put(
            "virtualNetworks/v",
            """
            {"addressSpace": {"addressPrefixes": ["10.0.0.0/24"]},
             "subnets": [{"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}]}
            """
        )
    }

    /// An internal load balancer with one rule.
    func putBalancer(
        _ name: String,
        member: String,
        frontend: String = #""subnet": {"id": "NET/virtualNetworks/v/subnets/s"}"#,
        port: Int = 80
    ) async throws -> ResourceAnswer {
        try await put("loadBalancers/\(name)", Self.balancer(name, member, frontend, port))
    }

    static func balancer(
        _ name: String,
        _ member: String,
        _ frontend: String,
        _ port: Int
    ) -> String {
        """
        {"frontendIPConfigurations": [{"name": "fe", "properties": {\(frontend)}}],
         "backendAddressPools": [{"name": "pool", "properties": {"loadBalancerBackendAddresses":
            [{"name": "m", "properties": {"ipAddress": "\(member)"}}]}}],
         "loadBalancingRules": [{"name": "r", "properties": {"protocol": "Tcp",
            "frontendPort": \(port), "backendPort": \(port), "enableFloatingIP": true,
            "frontendIPConfiguration":
                {"id": "NET/loadBalancers/\(name)/frontendIPConfigurations/fe"},
            "backendAddressPool": {"id": "NET/loadBalancers/\(name)/backendAddressPools/pool"}}}]}
        """
    }
}

/// Runs work that is to be refused, and returns the refusal.
func refusal(_ work: () async throws -> Void) async throws -> ProvisioningError {
    do {
        try await work()
    } catch let error as ProvisioningError {
        return error
    }
    throw NotRefused()
}

struct NotRefused: Error {}

extension JSONValue {
    /// A value at a path of names and indices divided by slashes.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: "/").reduce(Optional(self)) { value, step in
            guard let value else { return nil }
            if let index = Int(step) {
                return value.elements.indices.contains(index) ? value.elements[index] : nil
            }
            return value[String(step)]
        }
    }
}
