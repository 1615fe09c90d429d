/// Documents that the daemon must refuse without touching anything.
package enum RefusedDocument: String, Hashable, Sendable, CaseIterable {
    /// It ends in the middle.
    case notJSON = "not JSON"
    /// Its frontend is in none of the node's ranges.
    case outsideRanges = "frontend outside the node's ranges"
    /// It has a frontend port twice.
    case sameAddress = "frontend port taken twice"

    /// The document's text.
    package var text: String {
        switch self {
        case .notJSON: "{\"name\": \"broken\", "
        case .outsideRanges: Self.balancer("203.0.113.9", ports: [80])
        case .sameAddress: Self.balancer("192.0.2.118", ports: [80, 80])
        }
    }

    private static func balancer(_ frontend: String, ports: [Int]) -> String {
        let id = "/subscriptions/s/resourceGroups/soak/providers/Microsoft.Network/loadBalancers/no"
        let rules = ports.enumerated().map { index, port in
            """
            {"name": "rule-\(index)", "properties": {
              "frontendIPConfiguration": {"id": "\(id)/frontendIPConfigurations/fe"},
              "backendAddressPool": {"id": "\(id)/backendAddressPools/pool"},
              "protocol": "Tcp", "frontendPort": \(port), "backendPort": \(port),
              "enableFloatingIP": true}}
            """
        }
        return """
            {"id": "\(id)", "name": "no", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [{"name": "fe", "properties": {
                "privateIPAddress": "\(frontend)", "privateIPAddressVersion": "IPv4"}}],
              "backendAddressPools": [{"name": "pool", "properties": {
                "loadBalancerBackendAddresses": [
                  {"name": "m", "properties": {"ipAddress": "192.0.2.11"}}]}}],
              "loadBalancingRules": [\(rules.joined(separator: ","))]}}
            """
    }
}
