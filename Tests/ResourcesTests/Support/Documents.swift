import Resources

/// The scope of every resource in these tests.
let scope = "/subscriptions/5a3c0c5e-1111-2222-3333-444455556666/resourceGroups/lab"

/// The id of a top-level network resource.
func id(_ type: String, _ name: String) -> String {
    "\(scope)/providers/Microsoft.Network/\(type)/\(name)"
}

/// A reference to a resource as JSON.
func reference(_ id: String) -> String { #"{"id": "\#(id)"}"# }

/// The JSON of a load balancer in the REST form, put together from the JSON of its children.
struct LoadBalancerText {
    var name = "lb"
    var sku = #""sku": {"name": "Standard"},"#
    var frontends: [String] = []
    var pools: [String] = []
    var rules: [String] = []
    var probes: [String] = []
    var inboundNatRules: [String] = []
    var inboundNatPools: [String] = []
    var outboundRules: [String] = []

    var json: String {
        func list(_ elements: [String]) -> String { "[\(elements.joined(separator: ",\n"))]" }
        return """
            {
              "id": "\(id("loadBalancers", name))", "name": "\(name)",
              "type": "Microsoft.Network/loadBalancers", \(sku)
              "properties": {
                "frontendIPConfigurations": \(list(frontends)),
                "backendAddressPools": \(list(pools)),
                "loadBalancingRules": \(list(rules)),
                "probes": \(list(probes)),
                "inboundNatRules": \(list(inboundNatRules)),
                "inboundNatPools": \(list(inboundNatPools)),
                "outboundRules": \(list(outboundRules))
              }
            }
            """
    }

    /// The id of a child of this load balancer.
    func child(_ collection: String, _ name: String) -> String {
        "\(id("loadBalancers", self.name))/\(collection)/\(name)"
    }

    mutating func addPrivateFrontend(_ name: String, _ address: String) {
        frontends.append(
            #"{"name": "\#(name)", "properties": {"privateIPAddress": "\#(address)"}}"#
        )
    }

    mutating func addPublicFrontend(_ name: String, _ publicAddress: String) {
        let target = reference(id("publicIPAddresses", publicAddress))
        frontends.append(
            #"{"name": "\#(name)", "properties": {"publicIPAddress": \#(target)}}"#
        )
    }

    mutating func addPool(_ name: String, _ addresses: [String]) {
        let members = addresses.enumerated().map { index, address in
            #"{"name": "m\#(index)", "properties": {"ipAddress": "\#(address)"}}"#
        }
        let list = members.joined(separator: ",")
        pools.append(
            #"{"name": "\#(name)", "properties": {"loadBalancerBackendAddresses": [\#(list)]}}"#
        )
    }

    mutating func addRule(
        _ name: String,
        frontend: String = "fe",
        pool: String = "pool",
        transport: String = "Tcp",
        port: Int = 443,
        backendPort: Int? = nil,
        floating: Bool = false,
        more: String = ""
    ) {
        rules.append(
            """
            {"name": "\(name)", "properties": {
              "frontendIPConfiguration": \(reference(child("frontendIPConfigurations", frontend))),
              "backendAddressPool": \(reference(child("backendAddressPools", pool))),
              "protocol": "\(transport)", "frontendPort": \(port),
              "backendPort": \(backendPort ?? port), "enableFloatingIP": \(floating) \(more)}}
            """
        )
    }
}

/// An internal load balancer with the frontends `fe` and `fe2` and a pool of two members.
func internalBalancer(_ name: String = "lb", network: Int = 0) -> LoadBalancerText {
    var balancer = LoadBalancerText(name: name)
    balancer.addPrivateFrontend("fe", "10.0.\(network).100")
    balancer.addPrivateFrontend("fe2", "10.0.\(network).101")
    balancer.addPool("pool", ["10.0.0.4", "10.0.0.5"])
    return balancer
}

/// A public load balancer with the frontend `fe` at the public address `pip`, and the same members.
func publicBalancer(_ name: String = "public") -> LoadBalancerText {
    var balancer = LoadBalancerText(name: name)
    balancer.addPublicFrontend("fe", "pip")
    balancer.addPool("pool", ["10.0.0.4", "10.0.0.5"])
    return balancer
}

/// The JSON of a public IP address; without an address when `address` is `nil`.
func publicAddress(
    _ name: String = "pip",
    _ address: String? = "198.51.100.10",
    sku: String = "Standard"
) -> String {
    let value = address.map { "\"\($0)\"" } ?? "null"
    return """
        {"id": "\(id("publicIPAddresses", name))", "type": "Microsoft.Network/publicIPAddresses",
         "sku": {"name": "\(sku)"}, "properties": {"ipAddress": \(value)}}
        """
}

/// The JSON of the virtual network `vnet` with one subnet, `10.0.0.0/24` and `fd00::/64`.
func virtualNetwork(natGateway: Bool = false) -> String {
    let gateway = natGateway ? reference(id("natGateways", "nat")) : "null"
    return """
        {"id": "\(id("virtualNetworks", "vnet"))", "type": "Microsoft.Network/virtualNetworks",
         "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16", "fd00::/48"]},
         "subnets": [{"name": "backend", "properties": {
           "addressPrefixes": ["10.0.0.0/24", "fd00::/64"], "natGateway": \(gateway)}}]}}
        """
}

/// The id of the one subnet of `virtualNetwork`.
let subnetID = id("virtualNetworks", "vnet") + "/subnets/backend"

/// The JSON of a network interface whose IP configurations are `ip0`, `ip1` and so on.
func networkInterface(
    _ name: String,
    _ addresses: [String],
    primary: Int = 0,
    pools: [Int: [String]] = [:],
    natRules: [String] = []
) -> String {
    let configurations = addresses.enumerated().map { index, address in
        let joined = (pools[index] ?? []).map(reference).joined(separator: ",")
        let rules = (index == primary ? natRules : []).map(reference).joined(separator: ",")
        return """
            {"name": "ip\(index)", "properties": {"primary": \(index == primary),
             "privateIPAddress": "\(address)", "subnet": \(reference(subnetID)),
             "loadBalancerBackendAddressPools": [\(joined)],
             "loadBalancerInboundNatRules": [\(rules)]}}
            """
    }
    return """
        {"id": "\(id("networkInterfaces", name))", "type": "Microsoft.Network/networkInterfaces",
         "properties": {"ipConfigurations": [\(configurations.joined(separator: ","))]}}
        """
}
