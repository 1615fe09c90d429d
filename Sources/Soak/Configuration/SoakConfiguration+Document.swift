extension SoakConfiguration {
    private static let id =
        "/subscriptions/s/resourceGroups/soak/providers/Microsoft.Network/loadBalancers/soak"

    /// The load balancer's document, in the REST form.
    package var document: String {
        let frontends = Set(rules.map(\.frontend)).sorted().map { address in
            """
            {"name": "\(Self.frontendName(address))", "properties": {
              "privateIPAddress": "\(address)", "privateIPAddressVersion": "IPv4"}}
            """
        }
        let pools = pools.sorted { $0.key < $1.key }.map { name, members in
            """
            {"name": "\(name)", "properties": {"loadBalancerBackendAddresses": [
              \(members.map(Self.text).joined(separator: ",\n  "))]}}
            """
        }
        return """
            {"id": "\(Self.id)", "name": "soak", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [\(frontends.joined(separator: ",\n"))],
              "backendAddressPools": [\(pools.joined(separator: ",\n"))],
              "loadBalancingRules": [\(rules.map(Self.text).joined(separator: ",\n"))]}}

            """
    }

    private static func frontendName(_ address: String) -> String {
        "fe-" + address.replacing(".", with: "-")
    }

    private static func text(_ member: Member) -> String {
        let address = SoakSitePlan.address(ofMember: member.number)
        return """
            {"name": "m\(member.number)", "properties": {"ipAddress": "\(address)",
              "adminState": "\(member.isDown ? "Down" : "None")", "weight": \(member.weight)}}
            """
    }

    private static func text(_ rule: Rule) -> String {
        """
        {"name": "\(rule.name)", "properties": {
          "frontendIPConfiguration":
            {"id": "\(id)/frontendIPConfigurations/\(frontendName(rule.frontend))"},
          "backendAddressPool": {"id": "\(id)/backendAddressPools/\(rule.pool)"},
          "protocol": "\(rule.transport)", "frontendPort": \(rule.port),
          "backendPort": \(rule.backendPort), "loadDistribution": "\(rule.distribution.rawValue)",
          "enableFloatingIP": \(rule.isFloating), "enableConnectionTracking": \(rule.tracks)}}
        """
    }
}
