/// The virtual network of the demo, with a subnet for each segment of the lab.
struct DemoNetwork {
    static let name = "lab"
    static let id = AzureScope.id("virtualNetworks", name)

    /// The id of a subnet.
    static func subnet(_ name: String) -> String { "\(id)/subnets/\(name)" }

    /// The network's document.
    static func document() throws -> DemoDocument {
        try DemoDocument(Form(), name: "network-\(name)")
    }

    private struct Form: Encodable {
        let addressSpace = Space()
        let id = DemoNetwork.id
        let location = AzureScope.location
        let name = DemoNetwork.name
        let provisioningState = "Succeeded"
        let resourceGroup = AzureScope.resourceGroup
        let subnets = [
            Subnet("segment-a", DemoTopology.prefixesA),
            Subnet("segment-b", DemoTopology.prefixesB),
        ]
        let type = "Microsoft.Network/virtualNetworks"
    }

    private struct Space: Encodable {
        let addressPrefixes = DemoTopology.prefixesA + DemoTopology.prefixesB
    }

    private struct Subnet: Encodable {
        let addressPrefixes: [String]
        let id: String
        let name: String
        let provisioningState = "Succeeded"
        let resourceGroup = AzureScope.resourceGroup
        let type = "Microsoft.Network/virtualNetworks/subnets"

        init(_ name: String, _ prefixes: [String]) {
            addressPrefixes = prefixes
            id = DemoNetwork.subnet(name)
            self.name = name
        }
    }
}
