import Addresses

/// What the operator's node file says about resources.
public struct ProvisioningSettings: Hashable, Sendable {
    /// The id of the one subscription, a UUID in lower case.
    public var subscriptionID: String
    /// The region that a resource is in when it names none.
    public var location: String
    /// The ranges that public IP addresses are taken from, in the order in which they are used up.
    public var publicAddresses: [IPPrefix]

    /// Makes settings from their parts.
    public init(
        subscriptionID: String,
        location: String = "local",
        publicAddresses: [IPPrefix] = []
    ) {
        self.subscriptionID = subscriptionID
        self.location = location
        self.publicAddresses = publicAddresses
    }
}
