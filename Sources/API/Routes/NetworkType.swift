import Resources

/// A top-level resource type of the network provider, as its operations name it.
struct NetworkType: Sendable {
    /// The collection in paths.
    let collection: String
    /// The parameter in paths.
    let parameter: String
    /// What operation ids begin with.
    let operationPrefix: String
    /// The schema of the OpenAPI document.
    let schema: String
    /// The name in sentences.
    let noun: String
    /// The type as ids have it.
    let type: String

    /// All types.
    static let all = [loadBalancer, publicIPAddress, virtualNetwork, networkInterface]

    static let loadBalancer = NetworkType(
        collection: "loadBalancers",
        parameter: "loadBalancerName",
        operationPrefix: "LoadBalancers",
        schema: "LoadBalancer",
        noun: "load balancer",
        type: LoadBalancer.type
    )
    static let publicIPAddress = NetworkType(
        collection: "publicIPAddresses",
        parameter: "publicIpAddressName",
        operationPrefix: "PublicIPAddresses",
        schema: "PublicIPAddress",
        noun: "public IP address",
        type: PublicIPAddress.type
    )
    static let virtualNetwork = NetworkType(
        collection: "virtualNetworks",
        parameter: "virtualNetworkName",
        operationPrefix: "VirtualNetworks",
        schema: "VirtualNetwork",
        noun: "virtual network",
        type: VirtualNetwork.type
    )
    static let networkInterface = NetworkType(
        collection: "networkInterfaces",
        parameter: "networkInterfaceName",
        operationPrefix: "NetworkInterfaces",
        schema: "NetworkInterface",
        noun: "network interface",
        type: NetworkInterface.type
    )

    /// Where the resources of a group are.
    static let groupPath =
        "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network"

    /// The path of the collection in a group.
    var listPath: String { "\(Self.groupPath)/\(collection)" }

    /// The path of one resource.
    var path: String { "\(listPath)/{\(parameter)}" }
}
