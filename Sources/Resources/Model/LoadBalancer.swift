/// An Azure load balancer, `Microsoft.Network/loadBalancers`.
public struct LoadBalancer: TrackedResource {
    /// The type as Azure spells it.
    public static let type = "Microsoft.Network/loadBalancers"

    /// The id.
    public var id: ResourceID
    /// The Azure region.
    public var location: String?
    /// The tags.
    public var tags: [String: String]
    /// The version mark that Azure printed.
    public var etag: String?
    /// The product level and reach.
    public var sku: SKU?
    /// The frontends.
    public var frontendIPConfigurations: [FrontendIPConfiguration]
    /// The backend pools.
    public var backendAddressPools: [BackendAddressPool]
    /// The load-balancing rules.
    public var loadBalancingRules: [LoadBalancingRule]
    /// The health probes.
    public var probes: [Probe]
    /// The inbound NAT rules.
    public var inboundNatRules: [InboundNatRule]
    /// The inbound NAT pools.
    public var inboundNatPools: [InboundNatPool]
    /// The outbound rules.
    public var outboundRules: [OutboundRule]

    /// The product level; Standard when the document names none.
    public var skuName: SKUName { sku?.name ?? .standard }

    /// Whether the load balancer is public: its first frontend decides.
    public var isPublic: Bool { frontendIPConfigurations.first?.isPublic ?? false }

    /// Reads a load balancer in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        id = try reader.trackedID()
        location = try reader.string("location")
        tags = try reader.tags()
        etag = try reader.string("etag")
        sku = try reader.value("sku")
        frontendIPConfigurations = try reader.list(FrontendIPConfiguration.collection)
        backendAddressPools = try reader.list(BackendAddressPool.collection)
        loadBalancingRules = try reader.list(LoadBalancingRule.collection)
        probes = try reader.list(Probe.collection)
        inboundNatRules = try reader.list(InboundNatRule.collection)
        inboundNatPools = try reader.list(InboundNatPool.collection)
        outboundRules = try reader.list(OutboundRule.collection)
    }

    /// The load balancer in the REST form, with all seven collections.
    public var json: JSONValue {
        json(
            sku: sku,
            properties: [
                (FrontendIPConfiguration.collection, .list(frontendIPConfigurations)),
                (BackendAddressPool.collection, .list(backendAddressPools)),
                (LoadBalancingRule.collection, .list(loadBalancingRules)),
                (Probe.collection, .list(probes)),
                (InboundNatRule.collection, .list(inboundNatRules)),
                (InboundNatPool.collection, .list(inboundNatPools)),
                (OutboundRule.collection, .list(outboundRules)),
            ]
        )
    }
}
