import Resources

extension Provisioner {
    /// The resources of an ARM document as a batch.
    ///
    /// - Parameters:
    ///   - document: one resource, an array, a list (`value`) or a template (`resources`).
    ///   - group: the group of resources that nothing tells the group of.
    ///   - prunes: whether what the document does not name goes from the groups that it names.
    /// - Returns: the batch, and the names of resources of types that Apus does not carry out.
    public func batch(
        of document: JSONValue,
        group: String,
        prunes: Bool = false
    ) throws(ProvisioningError) -> (batch: Batch, ignored: [String]) {
        let scope = ResourceGroup.id(group, subscriptionID: settings.subscriptionID)
        let found: DocumentResources
        do throws(ResourceDocumentError) {
            // A document of another subscription, as Azure exports them, is as good as one of this.
            let moved = document.moved(to: settings.subscriptionID)
            found = try DocumentResources(moved, scope: scope)
        } catch {
            throw ProvisioningError(
                .invalid,
                "InvalidRequestContent",
                error.problem,
                target: error.path.description
            )
        }
        var batch = Batch(resources: [], prunes: prunes)
        for element in found.elements {
            try checkSubscription(element.id)
            batch.resources.append((element.id, element.body))
        }
        return (batch, found.ignored)
    }

    /// Replaces everything by what `exported` once was, of this node or of another one.
    public func importDocument(
        _ document: JSONValue,
        by principal: String
    ) async throws(ProvisioningError) -> BatchAnswer {
        guard document["format"] == .string("apus-export"), document["version"] == .integer(1),
            case .array(let elements)? = document["resources"]
        else {
            throw ProvisioningError(
                .invalid,
                "InvalidExport",
                """
                The document is not an export of version 1: it needs "format": "apus-export", \
                "version": 1 and "resources". To write single resources, apply them.
                """
            )
        }
        let own = settings.subscriptionID
        var batch = Batch(resources: [], replacesAll: true)
        for element in elements.map({ $0.moved(to: own) }) {
            let text = element["id"]?.stringValue ?? ""
            if element["type"]?.stringValue?.lowercased() == ResourceGroup.type.lowercased() {
                let tags = element["tags"]?.object.compactMapValues(\.stringValue) ?? [:]
                let name = text.split(separator: "/").last.map(String.init) ?? ""
                batch.groups.append((name, element["location"]?.stringValue, tags))
                continue
            }
            guard let id = ResourceID(text) else {
                throw ProvisioningError(
                    .invalid,
                    "InvalidExport",
                    "The document has a resource whose id is no resource id: \"\(text.prefix(200))\"."
                )
            }
            try checkSubscription(id)
            batch.resources.append((id, element))
        }
        return try await write(batch, by: principal)
    }

    /// Refuses a resource of another subscription than the node's one.
    public func checkSubscription(_ id: ResourceID) throws(ProvisioningError) {
        let subscription = id.subscription ?? ""
        guard subscription.lowercased() == settings.subscriptionID.lowercased() else {
            throw ProvisioningError(
                .notFound,
                "SubscriptionNotFound",
                """
                The subscription '\(subscription)' could not be found; this node's is \
                '\(settings.subscriptionID)'.
                """,
                target: id.description
            )
        }
        guard id.group != nil else {
            throw ProvisioningError(
                .invalid,
                "LinkedInvalidPropertyId",
                "The id \(id) names no resource group.",
                target: id.description
            )
        }
    }
}

extension JSONValue {
    /// The value with every id as one of this subscription.
    fileprivate func moved(to subscription: String) -> JSONValue {
        switch self {
        case .string(let text):
            let prefix = "/subscriptions/"
            guard text.lowercased().hasPrefix(prefix) else { return self }
            let rest = text.dropFirst(prefix.count).drop { $0 != "/" }
            return rest.isEmpty ? self : .string("\(prefix)\(subscription)\(rest)")
        case .array(let values): return .array(values.map { $0.moved(to: subscription) })
        case .object(let members):
            return .object(members.mapValues { $0.moved(to: subscription) })
        default: return self
        }
    }
}
