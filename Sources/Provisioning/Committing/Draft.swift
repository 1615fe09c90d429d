import Resources

/// The resources as a request would have them, before anything is decided.
struct Draft {
    /// The groups by their names in lower case.
    var groups: [String: ResourceGroup]
    /// The resources by id.
    private(set) var resources: [ResourceID: ManagedResource]
    /// What the draft began as.
    let original: [ResourceID: ManagedResource]
    /// The ids of resources that are new, changed or gone.
    private(set) var touched: Set<ResourceID> = []
    /// Those of them that only show something else of others.
    private var renewed: Set<ResourceID> = []

    init(groups: [String: ResourceGroup], resources: [ResourceID: ManagedResource]) {
        self.groups = groups
        self.resources = resources
        original = resources
    }

    /// Puts a written resource in place; one that is as before is not touched.
    mutating func put(_ written: WrittenResource) {
        let id = written.resource.id
        guard var known = resources[id] else {
            let made = ManagedResource(resource: written.resource, document: written.document)
            resources[id] = made
            touched.insert(id)
            return
        }
        guard known.document != written.document else { return }
        known.resource = written.resource
        known.document = written.document
        replace(known)
    }

    /// Replaces a resource that is there, and gives it a version mark of its own.
    mutating func replace(_ resource: ManagedResource) {
        var changed = resource
        if changed.etag == original[resource.id]?.etag { changed.etag = ManagedResource.newEtag() }
        resources[resource.id] = changed
        touched.insert(resource.id)
    }

    /// Replaces a resource's content; what is only kept of it stays.
    mutating func replace(_ resource: Resource) {
        guard var known = resources[resource.id] else { return }
        known.document = KeptMembers.document(of: resource, keeping: known.document)
        known.resource = resource
        replace(known)
    }

    /// Replaces a resource's content, read anew from its JSON.
    mutating func replace(_ id: ResourceID, document: JSONValue) throws(ProvisioningError) {
        guard var known = resources[id] else { return }
        do throws(ResourceDocumentError) {
            known.resource = try Resource(id: id, body: document)
        } catch {
            throw ProvisioningError(.invalid, "InvalidRequestFormat", "\(error)", target: "\(id)")
        }
        known.document = document
        replace(known)
    }

    /// Takes a resource away; false when there is none.
    @discardableResult
    mutating func remove(_ id: ResourceID) -> Bool {
        guard resources.removeValue(forKey: id) != nil else { return false }
        if original[id] == nil { touched.remove(id) } else { touched.insert(id) }
        return true
    }

    /// Lets go of resources that have become again what they were.
    mutating func forgetUnchanged() {
        for id in touched {
            guard let before = original[id], let now = resources[id], before.etag != now.etag,
                !renewed.contains(id), before.saysTheSame(as: now)
            else { continue }
            resources[id] = before
            touched.remove(id)
        }
    }

    /// Gives a resource another version mark, because what it shows of others has changed.
    mutating func renew(_ id: ResourceID) {
        guard let resource = resources[id] else { return }
        renewed.insert(id)
        replace(resource)
    }

    /// The load balancers.
    var loadBalancers: [LoadBalancer] {
        resources.values.compactMap {
            guard case .loadBalancer(let balancer) = $0.resource else { return nil }
            return balancer
        }
    }

    /// The network interfaces.
    var networkInterfaces: [NetworkInterface] {
        resources.values.compactMap {
            guard case .networkInterface(let interface) = $0.resource else { return nil }
            return interface
        }
    }

    /// A subnet by its id.
    func subnet(_ id: ResourceID) -> Subnet? {
        guard let parent = id.parent,
            case .virtualNetwork(let network)? = resources[parent]?.resource
        else { return nil }
        return network.subnets.first { network.id(of: $0) == id }
    }
}

extension ManagedResource {
    /// Whether two versions have the same answer: a default that is written out changes nothing.
    fileprivate func saysTheSame(as other: ManagedResource) -> Bool {
        guard document != other.document else { return true }
        var renamed = other
        renamed.etag = etag
        renamed.isUpdating = isUpdating
        let nobody = CrossReferences([])
        return Presentation(managed: self, references: nobody).json
            == Presentation(managed: renamed, references: nobody).json
    }
}
