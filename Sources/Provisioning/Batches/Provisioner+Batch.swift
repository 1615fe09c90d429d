import Resources

extension Provisioner {
    /// Several resources that are written at once.
    public struct Batch: Sendable {
        /// The resources by id, each in either form.
        public var resources: [(id: ResourceID, body: JSONValue)]
        /// Whether what the batch does not name goes: from the groups that it names resources of.
        public var prunes: Bool
        /// Whether everything that the batch does not name goes, with groups.
        public var replacesAll: Bool
        /// Groups to be made or kept, with location and tags, by name.
        public var groups: [(name: String, location: String?, tags: [String: String])]

        /// Makes a batch.
        public init(
            resources: [(id: ResourceID, body: JSONValue)],
            groups: [(name: String, location: String?, tags: [String: String])] = [],
            prunes: Bool = false,
            replacesAll: Bool = false
        ) {
            self.resources = resources
            self.groups = groups
            self.prunes = prunes
            self.replacesAll = replacesAll
        }
    }

    /// Writes several resources, all or none of them.
    ///
    /// Groups that the resources name are made where they do not exist.
    public func write(
        _ batch: Batch,
        by principal: String
    ) async throws(ProvisioningError) -> BatchAnswer {
        let before = resources
        let preview = try await preview(batch)
        let settings = settings
        let (_, outcome) = try await commit(by: principal) { (draft) throws(ProvisioningError) in
            try draft.write(batch, settings)
        }
        return BatchAnswer(
            changes: changes(of: batch, from: before, to: resources),
            tables: preview.tables,
            warnings: outcome.warnings,
            failure: outcome.failure
        )
    }

    /// What `write` would do; nothing changes.
    public func preview(_ batch: Batch) async throws(ProvisioningError) -> BatchAnswer {
        let others = await carrier.addressesInUse()
        var draft = Draft(groups: groups, resources: resources)
        try draft.write(batch, settings)
        let (configuration, warnings) = try examine(&draft, besides: others)
        var answer = BatchAnswer(
            changes: changes(of: batch, from: resources, to: draft.resources),
            tables: nil,
            warnings: warnings,
            failure: nil
        )
        switch await carrier.preview(configuration) {
        case .success(let tables): answer.tables = tables
        case .failure(let failure): answer.failure = failure
        }
        return answer
    }

    private func changes(
        of batch: Batch,
        from before: [ResourceID: ManagedResource],
        to after: [ResourceID: ManagedResource]
    ) -> [BatchChange] {
        let named = Set(batch.resources.map(\.id.root))
        let changed = Set(before.keys).union(after.keys).filter {
            before[$0]?.document != after[$0]?.document
        }
        return named.union(changed).sorted().map { id in
            let old = before[id]?.exported
            let new = after[id]?.exported
            let action: BatchChange.Action =
                switch (old, new) {
                case (nil, _): .create
                case (_, nil): .delete
                default: old == new ? .none : .update
                }
            return BatchChange(id: id, action: action, before: old, after: new)
        }
    }

    /// Everything that clients have written, as one document that `importDocument` reads.
    public var exported: JSONValue {
        .object([
            "format": .string("apus-export"),
            "version": .integer(1),
            "subscriptionId": .string(settings.subscriptionID),
            "resources": .array(allGroups.map(\.json) + all().map(\.exported)),
        ])
    }
}

extension ManagedResource {
    /// The resource as it is written into a document.
    var exported: JSONValue {
        var document = document
        document["id"] = .string(id.description)
        document["name"] = .string(id.name)
        document["type"] = .string(Presentation.spelled(id.type))
        return document
    }
}

extension Draft {
    /// Writes a batch into the draft.
    fileprivate mutating func write(
        _ batch: Provisioner.Batch,
        _ settings: ProvisioningSettings
    ) throws(ProvisioningError) {
        var named: Set<ResourceID> = []
        for (id, body) in batch.resources {
            guard named.insert(id).inserted else {
                throw ProvisioningError(
                    .invalid,
                    "DuplicateResourceName",
                    "The document has \(id) twice: keep one of them.",
                    target: id.description
                )
            }
            guard id.parent == nil else { continue }
            let known = resources[id]?.id ?? id
            put(try WrittenResource(id: known, body: body, location: settings.location))
        }
        // After their parents, which may stand behind them.
        for (id, body) in batch.resources where id.parent != nil {
            _ = try putChild(id, body, location: settings.location)
        }
        let kept = Set(batch.groups.map { $0.name.lowercased() })
        let touchedGroups = Set(named.compactMap { $0.group?.lowercased() })
        if batch.prunes || batch.replacesAll {
            let parents = Set(named.map(\.root))
            for id in resources.keys where !named.contains(id) && !parents.contains(id) {
                guard batch.replacesAll || touchedGroups.contains(id.group?.lowercased() ?? "")
                else { continue }
                remove(id)
            }
        }
        if batch.replacesAll {
            groups = groups.filter { kept.contains($0.key) || touchedGroups.contains($0.key) }
        }
        for (name, location, tags) in batch.groups {
            try addGroup(name, location: location, tags: tags, settings)
        }
        for name in Set(named.compactMap(\.group)) where groups[name.lowercased()] == nil {
            try addGroup(name, location: nil, tags: [:], settings)
        }
    }

    private mutating func addGroup(
        _ name: String,
        location: String?,
        tags: [String: String],
        _ settings: ProvisioningSettings
    ) throws(ProvisioningError) {
        try ResourceName.checkGroup(name)
        var group =
            groups[name.lowercased()]
            ?? ResourceGroup(
                name: name,
                subscriptionID: settings.subscriptionID,
                location: location ?? settings.location
            )
        if !tags.isEmpty { group.tags = tags }
        groups[name.lowercased()] = group
    }
}
