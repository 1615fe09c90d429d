/// A load balancer's document in the REST form.
struct BalancerText {
    /// A rule of the load balancer, over TCP.
    struct Rule {
        var name: String
        var frontend = "192.0.2.100"
        var port = 7000
        var backendPort = 7000
        var floating = true
        var distribution = "Default"
        /// More properties, each after a comma.
        var more = ""
    }

    var name = "lb"
    var members = ["192.0.2.11", "192.0.2.12"]
    /// Members that get no new flows (`adminState` `Down`).
    var down: Set<String> = []
    /// The pool's `drainPeriodInSeconds`.
    var drainPeriod = 0
    var rules = [Rule(name: "rule")]

    private var id: String {
        "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network/loadBalancers/\(name)"
    }

    /// The id of a rule.
    func ruleID(_ rule: String = "rule") -> String { "\(id)/loadBalancingRules/\(rule)" }

    var json: String {
        let frontends = Set(rules.map(\.frontend)).sorted().map { address in
            """
            {"name": "\(frontendName(address))", "properties": {"privateIPAddress": "\(address)",
              "privateIPAddressVersion": "\(address.contains(":") ? "IPv6" : "IPv4")"}}
            """
        }
        let addresses = members.enumerated().map { index, address in
            let state = down.contains(address) ? "Down" : "None"
            return """
                {"name": "m\(index)",
                 "properties": {"ipAddress": "\(address)", "adminState": "\(state)"}}
                """
        }
        return """
            {"id": "\(id)", "name": "\(name)", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [\(frontends.joined(separator: ","))],
              "backendAddressPools": [{"name": "pool", "properties": {
                "drainPeriodInSeconds": \(drainPeriod),
                "loadBalancerBackendAddresses": [\(addresses.joined(separator: ","))]}}],
              "loadBalancingRules": [\(rules.map(text).joined(separator: ","))]}}
            """
    }

    private func frontendName(_ address: String) -> String {
        "fe-" + address.replacing(":", with: "-").replacing(".", with: "-")
    }

    private func text(_ rule: Rule) -> String {
        """
        {"name": "\(rule.name)", "properties": {
          "frontendIPConfiguration":
            {"id": "\(id)/frontendIPConfigurations/\(frontendName(rule.frontend))"},
          "backendAddressPool": {"id": "\(id)/backendAddressPools/pool"},
          "protocol": "Tcp", "frontendPort": \(rule.port), "backendPort": \(rule.backendPort),
          "loadDistribution": "\(rule.distribution)",
          "enableFloatingIP": \(rule.floating) \(rule.more)}}
        """
    }
}
