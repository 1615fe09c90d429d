import Resources

extension Provisioner {
    /// All groups in the order of their names.
    public var allGroups: [ResourceGroup] {
        groups.sorted { $0.key < $1.key }.map(\.value)
    }

    /// A group by its name without regard to case; `nil` when there is none.
    public func group(_ name: String) -> ResourceGroup? { groups[name.lowercased()] }

    /// Makes a group, or changes its tags.
    ///
    /// - Returns: the group, and whether it is new.
    public func putGroup(
        _ name: String,
        location: String,
        tags: [String: String],
        by principal: String
    ) async throws(ProvisioningError) -> (group: ResourceGroup, isNew: Bool) {
        try ResourceName.checkGroup(name)
        let subscription = settings.subscriptionID
        return try await commit(by: principal) { (draft) throws(ProvisioningError) in
            let known = draft.groups[name.lowercased()]
            if let known, known.location.lowercased() != location.lowercased() {
                throw ProvisioningError(
                    .conflict,
                    "InvalidResourceGroupLocation",
                    """
                    Invalid resource group location '\(location)'. The Resource group already \
                    exists in location '\(known.location)'.
                    """
                )
            }
            var group =
                known
                ?? ResourceGroup(name: name, subscriptionID: subscription, location: location)
            group.tags = tags
            draft.groups[name.lowercased()] = group
            return (group, known == nil)
        }.value
    }

    /// Takes a group away with everything in it; false when there is none.
    public func deleteGroup(
        _ name: String,
        by principal: String
    ) async throws(ProvisioningError) -> Bool {
        try await commit(by: principal) { (draft) throws(ProvisioningError) in
            guard draft.groups.removeValue(forKey: name.lowercased()) != nil else { return false }
            for id in draft.resources.keys where id.isIn(group: name) { draft.remove(id) }
            return true
        }.value
    }
}
