import Resources
import Storage

extension Provisioner {
    /// What a deployment came to; `nil` when there is none.
    public func deployment(_ id: ResourceID) -> JSONValue? {
        deployments[id.description.lowercased()]
    }

    /// The deployments of a group in the order of their ids.
    public func allDeployments(group: String) -> [JSONValue] {
        let prefix = ResourceGroup.id(group, subscriptionID: settings.subscriptionID).lowercased()
        return deployments.filter { $0.key.hasPrefix(prefix + "/") }.sorted { $0.key < $1.key }
            .map(\.value)
    }

    /// How many deployments are kept in a group, as in Azure; the oldest names go first.
    private static let keptDeployments = 800

    /// Writes down what a deployment came to.
    public func saveDeployment(
        _ id: ResourceID,
        _ document: JSONValue
    ) throws(ProvisioningError) {
        let key = id.description.lowercased()
        var removed: [String] = []
        if deployments[key] == nil, let group = id.group {
            let prefix =
                ResourceGroup.id(group, subscriptionID: settings.subscriptionID).lowercased() + "/"
            let others = deployments.keys.filter { $0.hasPrefix(prefix) }
            removed = Array(others.sorted().prefix(max(0, others.count - Self.keptDeployments + 1)))
        }
        let record = StoredResource(
            id: id.description,
            document: try document.stored(),
            etag: "",
            guid: ""
        )
        try commitRecords(saved: [record], removed: removed)
        for key in removed { deployments[key] = nil }
        deployments[key] = document
    }

    /// Forgets a deployment, and leaves what it deployed; false when there is none.
    public func removeDeployment(_ id: ResourceID) throws(ProvisioningError) -> Bool {
        let key = id.description.lowercased()
        guard deployments[key] != nil else { return false }
        try commitRecords(saved: [], removed: [key])
        deployments[key] = nil
        return true
    }

    private func commitRecords(
        saved: [StoredResource],
        removed: [String]
    ) throws(ProvisioningError) {
        do throws(StoreError) {
            try store.commit(saved: saved, removed: removed, audit: [])
        } catch {
            throw ProvisioningError(.unavailable, "StorageFailed", "\(error)")
        }
    }
}
