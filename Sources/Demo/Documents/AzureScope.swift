/// The subscription and resource group of the demo's resources.
enum AzureScope {
    static let resourceGroup = "apus-demo"
    static let location = "westeurope"

    /// The id of a resource, whose type is without the provider's name.
    static func id(_ type: String, _ name: String) -> String {
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/\(resourceGroup)"
            + "/providers/Microsoft.Network/\(type)/\(name)"
    }
}

/// A reference to another resource, as the Azure CLI prints it.
struct AzureReference: Encodable, Hashable {
    let id: String
    let resourceGroup: String

    init(_ id: String) {
        self.id = id
        resourceGroup = AzureScope.resourceGroup
    }
}

/// The product level of a resource.
struct AzureSKU: Encodable, Hashable {
    let name: String
    let tier: String

    static let standard = AzureSKU(name: "Standard", tier: "Regional")
}
