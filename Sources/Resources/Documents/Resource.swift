/// A top-level resource of one of the types that Apus carries out.
public enum Resource: Hashable, Sendable {
    /// A load balancer.
    case loadBalancer(LoadBalancer)
    /// A public IP address.
    case publicIPAddress(PublicIPAddress)
    /// A virtual network.
    case virtualNetwork(VirtualNetwork)
    /// A network interface.
    case networkInterface(NetworkInterface)

    /// The types, as Azure spells them.
    public static let types = ParsedResource.types

    /// Reads a resource whose id is known from elsewhere, as from the path of a request.
    ///
    /// - Parameters:
    ///   - id: the id, which also says the type; what the body says of either is not read.
    ///   - body: the resource in either form.
    public init(id: ResourceID, body: JSONValue) throws(ResourceDocumentError) {
        var reader = try JSONObjectReader(body, at: .root)
        reader.set("id", to: .string(id.description))
        switch try ParsedResource(type: id.type, reader: reader) {
        case .loadBalancer(let resource): self = .loadBalancer(resource)
        case .publicIPAddress(let resource): self = .publicIPAddress(resource)
        case .virtualNetwork(let resource): self = .virtualNetwork(resource)
        case .networkInterface(let resource): self = .networkInterface(resource)
        case .ignored, nil:
            let known = Self.types.joined(separator: ", ")
            let problem = "\(id.type) is not a type that Apus knows; it knows \(known)"
            throw ResourceDocumentError(path: .root, problem: problem)
        }
    }

    /// The id.
    public var id: ResourceID {
        switch self {
        case .loadBalancer(let resource): resource.id
        case .publicIPAddress(let resource): resource.id
        case .virtualNetwork(let resource): resource.id
        case .networkInterface(let resource): resource.id
        }
    }

    /// The resource in the REST form.
    public var json: JSONValue {
        switch self {
        case .loadBalancer(let resource): resource.json
        case .publicIPAddress(let resource): resource.json
        case .virtualNetwork(let resource): resource.json
        case .networkInterface(let resource): resource.json
        }
    }
}

extension ResourceInventory {
    /// Makes an inventory of resources that were read one by one.
    ///
    /// Findings name each resource's own id as the document that it came from.
    public init(_ resources: some Sequence<Resource>) {
        self.init()
        for resource in resources {
            let source = resource.id.description
            switch resource {
            case .loadBalancer(let resource):
                loadBalancers.append(SourcedResource(resource: resource, source: source))
            case .publicIPAddress(let resource):
                publicIPAddresses.append(SourcedResource(resource: resource, source: source))
            case .virtualNetwork(let resource):
                virtualNetworks.append(SourcedResource(resource: resource, source: source))
            case .networkInterface(let resource):
                networkInterfaces.append(SourcedResource(resource: resource, source: source))
            }
        }
    }

    /// All resources: load balancers, public IP addresses, virtual networks, network interfaces.
    public var resources: [Resource] {
        loadBalancers.map { .loadBalancer($0.resource) }
            + publicIPAddresses.map { .publicIPAddress($0.resource) }
            + virtualNetworks.map { .virtualNetwork($0.resource) }
            + networkInterfaces.map { .networkInterface($0.resource) }
    }
}
