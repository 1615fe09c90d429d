import Addresses

/// A public IP address of the demo.
struct DemoPublicAddress: Hashable, Sendable {
    let name: String
    let address: IPAddress

    /// The resource's id.
    var id: String { AzureScope.id("publicIPAddresses", name) }

    /// The document, as `az network public-ip show` prints it.
    func document() throws -> DemoDocument {
        try DemoDocument(Form(self), name: "public-ip-\(name)")
    }

    private struct Form: Encodable {
        let id: String
        let idleTimeoutInMinutes = 4
        let ipAddress: String
        let location = AzureScope.location
        let name: String
        let provisioningState = "Succeeded"
        let publicIPAddressVersion: String
        let publicIPAllocationMethod = "Static"
        let resourceGroup = AzureScope.resourceGroup
        let sku = AzureSKU.standard
        let type = "Microsoft.Network/publicIPAddresses"

        init(_ resource: DemoPublicAddress) {
            id = resource.id
            ipAddress = resource.address.description
            name = resource.name
            publicIPAddressVersion = resource.address.version == .ipv4 ? "IPv4" : "IPv6"
        }
    }
}
