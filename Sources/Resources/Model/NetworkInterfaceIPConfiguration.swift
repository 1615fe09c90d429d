import Addresses

/// An IP configuration of a network interface: one of its addresses.
public struct NetworkInterfaceIPConfiguration: ChildResource {
    /// The collection of a network interface that holds IP configurations.
    public static let collection = "ipConfigurations"

    /// The name, unique in the network interface.
    public var name: String
    /// Whether this is the interface's primary IP configuration.
    public var primary: Bool?
    /// The address.
    public var privateIPAddress: IPAddress?
    /// How the address is given.
    public var privateIPAllocationMethod: AllocationMethod?
    /// The family of the address; IPv4 when absent.
    public var privateIPAddressVersion: IPVersion?
    /// The subnet of the address.
    public var subnet: ResourceReference?
    /// The backend pools that this IP configuration is a member of.
    public var loadBalancerBackendAddressPools: [ResourceReference]
    /// The inbound NAT rules that lead to this IP configuration.
    public var loadBalancerInboundNatRules: [ResourceReference]

    /// The family: of the address when there is one, else as written.
    public var version: IPVersion {
        privateIPAddress?.version ?? privateIPAddressVersion ?? .ipv4
    }

    /// Reads an IP configuration in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        primary = try reader.bool("primary")
        privateIPAddress = try reader.address("privateIPAddress")
        privateIPAllocationMethod = try reader.choice("privateIPAllocationMethod")
        privateIPAddressVersion = try reader.choice("privateIPAddressVersion")
        subnet = try reader.value("subnet")
        loadBalancerBackendAddressPools = try reader.list("loadBalancerBackendAddressPools")
        loadBalancerInboundNatRules = try reader.list("loadBalancerInboundNatRules")
    }

    /// The IP configuration in the REST form.
    public var json: JSONValue {
        let pools = loadBalancerBackendAddressPools
        let rules = loadBalancerInboundNatRules
        return .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("primary", .flag(primary)),
                    ("privateIPAddress", .text(privateIPAddress)),
                    ("privateIPAllocationMethod", .word(privateIPAllocationMethod)),
                    ("privateIPAddressVersion", .word(privateIPAddressVersion)),
                    ("subnet", subnet?.json),
                    ("loadBalancerBackendAddressPools", .listUnlessEmpty(pools)),
                    ("loadBalancerInboundNatRules", .listUnlessEmpty(rules)),
                ])
            ),
        ])
    }
}
