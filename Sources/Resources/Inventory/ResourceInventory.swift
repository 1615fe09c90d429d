/// All resources of a configuration, each with the document that it came from.
public struct ResourceInventory: Hashable, Sendable {
    /// The load balancers.
    public var loadBalancers: [SourcedResource<LoadBalancer>] = []
    /// The public IP addresses.
    public var publicIPAddresses: [SourcedResource<PublicIPAddress>] = []
    /// The virtual networks.
    public var virtualNetworks: [SourcedResource<VirtualNetwork>] = []
    /// The network interfaces.
    public var networkInterfaces: [SourcedResource<NetworkInterface>] = []
    /// The resources of other types, which have no effect.
    public var ignored: [IgnoredResource] = []

    /// Makes an inventory without resources.
    public init() {}

    /// Reads documents; the error lists the first problem of every document and all duplicate ids.
    public init(reading documents: [ResourceDocument]) throws(ResourceInventoryError) {
        var problems: [ResourceDocumentError] = []
        var places: [ResourceID: ResourceDocumentError] = [:]
        for document in documents {
            do throws(ResourceDocumentError) {
                for (resource, path) in try DocumentParser.parse(document) {
                    if let id = resource.id {
                        let place = ResourceDocumentError(
                            source: document.source,
                            path: path,
                            problem: ""
                        )
                        if let first = places.updateValue(place, forKey: id) {
                            problems.append(Self.duplicate(id, at: place, and: first))
                        }
                    }
                    add(resource, source: document.source)
                }
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw ResourceInventoryError(problems: problems) }
    }

    private static func duplicate(
        _ id: ResourceID,
        at place: ResourceDocumentError,
        and first: ResourceDocumentError
    ) -> ResourceDocumentError {
        ResourceDocumentError(
            source: place.source,
            path: place.path,
            problem: "the id \(id) is also in \(first): keep one of them"
        )
    }

    private mutating func add(_ resource: ParsedResource, source: String) {
        switch resource {
        case .loadBalancer(let resource):
            loadBalancers.append(SourcedResource(resource: resource, source: source))
        case .publicIPAddress(let resource):
            publicIPAddresses.append(SourcedResource(resource: resource, source: source))
        case .virtualNetwork(let resource):
            virtualNetworks.append(SourcedResource(resource: resource, source: source))
        case .networkInterface(let resource):
            networkInterfaces.append(SourcedResource(resource: resource, source: source))
        case .ignored(let type, let name):
            ignored.append(IgnoredResource(type: type, name: name, source: source))
        }
    }
}
