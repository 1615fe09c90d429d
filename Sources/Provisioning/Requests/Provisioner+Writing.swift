import Resources

extension Provisioner {
    /// Makes a top-level resource, or replaces it whole.
    public func put(
        _ id: ResourceID,
        _ body: JSONValue,
        precondition: Precondition = Precondition(),
        by principal: String
    ) async throws(ProvisioningError) -> ResourceAnswer {
        let location = settings.location
        let groups = groups
        let (isNew, outcome) = try await commit(by: principal) {
            (draft) throws(ProvisioningError) in
            try Self.requireGroup(of: id, in: groups)
            let known = draft.resources[id]
            try precondition.check(known?.etag, of: id.description)
            // A resource keeps the spelling that it was made with.
            let written = try WrittenResource(id: known?.id ?? id, body: body, location: location)
            draft.put(written)
            return known == nil
        }
        return try answer(id, isNew: isNew, outcome)
    }

    /// Replaces the tags of a resource; `nil` as a value would be no tag.
    public func patch(
        _ id: ResourceID,
        tags: [String: String],
        precondition: Precondition = Precondition(),
        by principal: String
    ) async throws(ProvisioningError) -> ResourceAnswer {
        let (_, outcome) = try await commit(by: principal) { (draft) throws(ProvisioningError) in
            let known = try Self.require(id, in: draft)
            try precondition.check(known.etag, of: id.description)
            var document = known.document
            document["tags"] = tags.isEmpty ? nil : .object(tags.mapValues(JSONValue.string))
            try draft.replace(id, document: document)
        }
        return try answer(id, isNew: false, outcome)
    }

    /// Takes a top-level resource away; false when there is none.
    public func delete(
        _ id: ResourceID,
        precondition: Precondition = Precondition(),
        by principal: String
    ) async throws(ProvisioningError) -> Bool {
        try await commit(by: principal) { (draft) throws(ProvisioningError) in
            guard let known = draft.resources[id] else { return false }
            try precondition.check(known.etag, of: id.description)
            return draft.remove(id)
        }.value
    }

    /// Makes a child of a resource, or replaces it whole.
    public func putChild(
        _ id: ResourceID,
        _ body: JSONValue,
        precondition: Precondition = Precondition(),
        by principal: String
    ) async throws(ProvisioningError) -> ResourceAnswer {
        let location = settings.location
        let (isNew, outcome) = try await commit(by: principal) {
            (draft) throws(ProvisioningError) in
            let parent = try Self.require(id.root, in: draft)
            try precondition.check(parent.etag, of: id.description)
            return try draft.putChild(id, body, location: location)
        }
        return try answer(id, isNew: isNew, outcome)
    }

    /// Takes a child of a resource away; false when there is none.
    public func deleteChild(
        _ id: ResourceID,
        precondition: Precondition = Precondition(),
        by principal: String
    ) async throws(ProvisioningError) -> Bool {
        let location = settings.location
        return try await commit(by: principal) { (draft) throws(ProvisioningError) in
            let parent = try Self.require(id.root, in: draft)
            var children = parent.children(id.collection)
            guard let index = children.index(of: id.name) else { return false }
            try precondition.check(parent.etag, of: id.description)
            children.remove(at: index)
            let document = parent.document(id.collection, children)
            draft.put(try WrittenResource(id: parent.id, body: document, location: location))
            return true
        }.value
    }

    private func answer(
        _ id: ResourceID,
        isNew: Bool,
        _ outcome: CommitOutcome
    ) throws(ProvisioningError) -> ResourceAnswer {
        guard let json = id.parent == nil ? get(id) : child(id), let etag = etag(id.root) else {
            // Somebody has removed it between the change and this answer.
            throw Self.notFound(id)
        }
        return ResourceAnswer(
            json: json,
            etag: etag,
            isNew: isNew,
            warnings: outcome.warnings,
            failure: outcome.failure
        )
    }

    static func require(
        _ id: ResourceID,
        in draft: Draft
    ) throws(ProvisioningError) -> ManagedResource {
        guard let known = draft.resources[id] else { throw notFound(id) }
        return known
    }

    static func requireGroup(
        of id: ResourceID,
        in groups: [String: ResourceGroup]
    ) throws(ProvisioningError) {
        let name = id.group ?? ""
        guard groups[name.lowercased()] != nil else {
            throw ProvisioningError(
                .notFound,
                "ResourceGroupNotFound",
                "Resource group '\(name)' could not be found."
            )
        }
    }

    /// The refusal for a resource that is not there, in Azure's words.
    public static func notFound(_ id: ResourceID) -> ProvisioningError {
        let chain = ([id] + sequence(first: id, next: \.parent).dropFirst()).reversed()
        let names = chain.map(\.name).joined(separator: "/")
        return ProvisioningError(
            .notFound,
            id.parent == nil ? "ResourceNotFound" : "NotFound",
            """
            The Resource '\(id.type)/\(names)' under resource group '\(id.group ?? "")' was not \
            found.
            """
        )
    }
}

extension Draft {
    /// Writes a child into its parent; true for a new one.
    mutating func putChild(
        _ id: ResourceID,
        _ body: JSONValue,
        location: String
    ) throws(ProvisioningError) -> Bool {
        let parent = try Provisioner.require(id.root, in: self)
        guard id.parent == id.root,
            parent.resource.childCollections.contains(where: {
                $0.lowercased() == id.collection.lowercased()
            })
        else {
            throw ProvisioningError(
                .invalid,
                "InvalidResourceType",
                "A \(id.type) cannot be written by itself.",
                target: id.description
            )
        }
        var children = parent.children(id.collection)
        var child = body
        child["name"] = .string(id.name)
        let index = children.index(of: id.name)
        if let index { children[index] = child } else { children.append(child) }
        let document = parent.document(id.collection, children)
        put(try WrittenResource(id: parent.id, body: document, location: location))
        return index == nil
    }
}

extension Resource {
    /// The collections of children that can be written one by one.
    fileprivate var childCollections: [String] { childNames.map(\.0) }
}

extension ManagedResource {
    /// The children of a collection as they are stored.
    fileprivate func children(_ collection: String) -> [JSONValue] {
        document["properties"]?.member(collection)?.elements ?? []
    }

    /// The document with other children in a collection.
    fileprivate func document(_ collection: String, _ children: [JSONValue]) -> JSONValue {
        var changed = document
        var properties = changed["properties"] ?? .object([:])
        let spelled = properties.object.keys.first { $0.lowercased() == collection.lowercased() }
        properties[spelled ?? collection] = .array(children)
        changed["properties"] = properties
        return changed
    }
}

extension [JSONValue] {
    /// The place of the child of a name.
    fileprivate func index(of name: String) -> Int? {
        firstIndex { $0["name"]?.stringValue?.lowercased() == name.lowercased() }
    }
}
