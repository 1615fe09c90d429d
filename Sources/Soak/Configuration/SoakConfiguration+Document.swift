import Addresses

extension SoakConfiguration {
    private static let id =
        "/subscriptions/s/resourceGroups/soak/providers/Microsoft.Network/loadBalancers/soak"

    /// The load balancer's document, in the REST form.
    package var document: String {
        let frontends = Set(rules.map(\.frontend)).sorted().map { address in
            let version = address.contains(":") ? "IPv6" : "IPv4"
            return """
                {"name": "\(Self.frontendName(address))", "properties": {
                  "privateIPAddress": "\(address)", "privateIPAddressVersion": "\(version)"}}
                """
        }
        let pools = pools.sorted { $0.key < $1.key }.flatMap { name, members in
            [IPVersion.ipv4, .ipv6].filter { version in
                rules.contains { $0.pool == name && $0.version == version }
            }.map { Self.text(ofPool: name, members, $0) }
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
        "fe-" + address.replacing(".", with: "-").replacing(":", with: "-")
    }

    /// A pool has addresses of one version, so there is one of each for the same members.
    private static func poolName(_ pool: String, _ version: IPVersion) -> String {
        version == .ipv4 ? pool : "\(pool)-ipv6"
    }

    private static func text(
        ofPool name: String,
        _ members: [Member],
        _ version: IPVersion
    ) -> String {
        """
        {"name": "\(poolName(name, version))", "properties": {
          "loadBalancerBackendAddresses": [
            \(members.map { text($0, version) }.joined(separator: ",\n  "))]}}
        """
    }

    private static func text(_ member: Member, _ version: IPVersion) -> String {
        let address = SoakSitePlan.address(ofMember: member.number, version)
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
          "backendAddressPool": {"id": "\(id)/backendAddressPools/\(poolName(rule.pool, rule.version))"},
          "protocol": "\(rule.transport)", "frontendPort": \(rule.port),
          "backendPort": \(rule.backendPort), "loadDistribution": "\(rule.distribution.rawValue)",
          "enableFloatingIP": \(rule.isFloating), "enableConnectionTracking": \(rule.tracks)}}
        """
    }
}
