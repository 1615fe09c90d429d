/// Where a template is deployed to.
public struct TemplateScope: Hashable, Sendable {
    /// The subscription's id.
    public var subscriptionID: String
    /// The tenant's id.
    public var tenantID: String
    /// The resource group's name.
    public var resourceGroup: String
    /// The resource group's region.
    public var location: String
    /// The deployment's name.
    public var deploymentName: String

    /// Makes a scope from its parts.
    public init(
        subscriptionID: String,
        tenantID: String,
        resourceGroup: String,
        location: String,
        deploymentName: String
    ) {
        self.subscriptionID = subscriptionID
        self.tenantID = tenantID
        self.resourceGroup = resourceGroup
        self.location = location
        self.deploymentName = deploymentName
    }

    /// The id of the resource group.
    var groupID: String { "/subscriptions/\(subscriptionID)/resourceGroups/\(resourceGroup)" }
}
