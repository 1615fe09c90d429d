/// What one element of a document turned out to be.
enum ParsedResource {
    case loadBalancer(LoadBalancer)
    case publicIPAddress(PublicIPAddress)
    case virtualNetwork(VirtualNetwork)
    case networkInterface(NetworkInterface)
    case ignored(type: String, name: String)

    /// The id of a resource that was read.
    var id: ResourceID? {
        switch self {
        case .loadBalancer(let resource): resource.id
        case .publicIPAddress(let resource): resource.id
        case .virtualNetwork(let resource): resource.id
        case .networkInterface(let resource): resource.id
        case .ignored: nil
        }
    }

    /// The types that Apus reads.
    static let types = [
        LoadBalancer.type, PublicIPAddress.type, VirtualNetwork.type, NetworkInterface.type,
    ]

    /// Reads an element of one of `types`.
    init?(type: String, reader: JSONObjectReader) throws(ResourceDocumentError) {
        switch type.lowercased() {
        case LoadBalancer.type.lowercased():
            self = .loadBalancer(try LoadBalancer(reading: reader))
        case PublicIPAddress.type.lowercased():
            self = .publicIPAddress(try PublicIPAddress(reading: reader))
        case VirtualNetwork.type.lowercased():
            self = .virtualNetwork(try VirtualNetwork(reading: reader))
        case NetworkInterface.type.lowercased():
            self = .networkInterface(try NetworkInterface(reading: reader))
        default: return nil
        }
    }
}
