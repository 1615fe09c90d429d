import Foundation
import Logging
import Resources
import Storage

/// The configuration as its clients manage it: stored, addressed, validated, carried out.
///
/// A change is one transaction of the database, acknowledged when it is durable; then the data plane
/// is brought to it, and what comes of that is the resource's provisioning state. Changes are made
/// one at a time, in the order in which they came.
public actor Provisioner {
    /// What the operator's node file says.
    public nonisolated let settings: ProvisioningSettings
    let store: Store
    let carrier: any Carrier
    let logger: Logger
    let turn = Turn()

    var groups: [String: ResourceGroup] = [:]
    var resources: [ResourceID: ManagedResource] = [:]
    /// What deployments of templates came to, by their ids in lower case.
    var deployments: [String: JSONValue] = [:]
    /// What the data plane carries; `nil` until it has carried something.
    var carried: ForwardingConfiguration?
    /// Who refers to whom; `nil` after a change, until somebody asks.
    private var crossReferences: CrossReferences?

    /// Loads what the database has; `start` brings the data plane to it.
    public init(
        store: Store,
        settings: ProvisioningSettings,
        carrier: any Carrier,
        logger: Logger
    ) throws {
        self.store = store
        self.settings = settings
        self.carrier = carrier
        self.logger = logger
        for stored in try store.resources() {
            switch try StoredForm.read(stored) {
            case .group(let group): groups[group.name.lowercased()] = group
            case .resource(let resource): resources[resource.id] = resource
            case .deployment(let document): deployments[stored.key] = document
            }
        }
    }

    /// Who refers to whom at present.
    var references: CrossReferences {
        if let crossReferences { return crossReferences }
        let made = CrossReferences(resources.values.map(\.resource))
        crossReferences = made
        return made
    }

    /// Takes over what a draft has become.
    func adopt(_ draft: Draft) {
        groups = draft.groups
        resources = draft.resources
        crossReferences = nil
    }

    /// Notes what the data plane made of a resource.
    func note(_ id: ResourceID, _ change: (inout ManagedResource) -> Void) {
        guard var resource = resources[id] else { return }
        change(&resource)
        resources[id] = resource
    }
}
