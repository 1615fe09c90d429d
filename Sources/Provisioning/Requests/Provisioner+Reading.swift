import Resources

extension Provisioner {
    /// A top-level resource as ARM answers it; `nil` when there is none.
    public func get(_ id: ResourceID) -> JSONValue? {
        guard let managed = resources[id] else { return nil }
        return present(managed)
    }

    /// A child of a top-level resource; `nil` when there is none.
    public func child(_ id: ResourceID) -> JSONValue? {
        guard let parent = id.parent else { return nil }
        return children(id.collection, of: parent)?.first {
            $0["name"]?.stringValue?.lowercased() == id.name.lowercased()
        }
    }

    /// The children of one collection of a resource; `nil` when there is no such resource.
    public func children(_ collection: String, of parent: ResourceID) -> [JSONValue]? {
        get(parent).map { $0["properties"]?.member(collection)?.elements ?? [] }
    }

    /// All resources of a type in a group, or in all groups, in the order of their ids.
    public func list(type: String, group: String? = nil) -> [JSONValue] {
        all(type: type, group: group).map(present)
    }

    /// All resources in a group, or in all groups, in the order of their ids.
    func all(type: String? = nil, group: String? = nil) -> [ManagedResource] {
        let found = resources.values.filter { managed in
            (type.map { $0.lowercased() == managed.id.type.lowercased() } ?? true)
                && (group.map { managed.id.isIn(group: $0) } ?? true)
        }
        return found.sorted { $0.id < $1.id }
    }

    /// Every resource by its common members alone, in the order of the ids.
    public func summaries() -> [JSONValue] {
        all().map { managed in
            let full = managed.document
            return .members([
                ("id", .string(managed.id.description)),
                ("name", .string(managed.id.name)),
                ("type", .string(Presentation.spelled(managed.id.type))),
                ("location", full["location"]),
                ("tags", full["tags"]),
                ("sku", full["sku"]),
                ("resourceGroup", .string(managed.id.group ?? "")),
                ("provisioningState", .string(managed.provisioningState)),
            ])
        }
    }

    /// The network interfaces whose IP configurations are members of a load balancer's pools or
    /// targets of its inbound NAT rules; `nil` when there is no such load balancer.
    public func networkInterfaces(of balancer: ResourceID) -> [JSONValue]? {
        guard resources[balancer] != nil else { return nil }
        let references = references
        let related = [references.members, references.natTargets].flatMap { map in
            map.filter { $0.key.root == balancer }.flatMap(\.value)
        }
        let interfaces = Set(related.map(\.root))
        return interfaces.sorted().compactMap { resources[$0].map(present) }
    }

    /// The resource as ARM answers it.
    func present(_ managed: ManagedResource) -> JSONValue {
        Presentation(managed: managed, references: references).json
    }

    /// The version mark of a resource; `nil` when there is none.
    public func etag(_ id: ResourceID) -> String? { resources[id]?.etag }
}

extension ResourceID {
    /// The name of the resource group; `nil` for an id outside of groups.
    public var group: String? {
        let parts = scopeText.split(separator: "/")
        guard parts.count >= 4, parts[2].lowercased() == "resourcegroups" else { return nil }
        return String(parts[3])
    }

    /// The subscription's id; `nil` for an id outside of subscriptions.
    public var subscription: String? {
        let parts = scopeText.split(separator: "/")
        guard parts.count >= 2, parts[0].lowercased() == "subscriptions" else { return nil }
        return String(parts[1])
    }

    /// Whether the resource is in a group.
    func isIn(group name: String) -> Bool { group?.lowercased() == name.lowercased() }

    /// The collection that a child is in: the last part of its type.
    var collection: String { type.split(separator: "/").last.map(String.init) ?? "" }
}
