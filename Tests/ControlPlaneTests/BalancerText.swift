/// A load balancer's document in the REST form.
struct BalancerText {
    /// A rule of the load balancer.
    struct Rule {
        var name: String
        var frontend = "192.0.2.100"
        var port = 7000
        var backendPort = 7000
        var floating = true
        var distribution = "Default"
        /// More properties, each after a comma.
        var more = ""
        var transport = "Tcp"
    }

    /// The probe of all rules, with the least interval that Azure allows.
    struct Probe {
        var transport = "Tcp"
        var port = 7100
        var path: String?
        var whenAllDown = "AllProbedDown"
    }

    var name = "lb"
    var members = ["192.0.2.11", "192.0.2.12"]
    /// Members that get no new flows (`adminState` `Down`).
    var down: Set<String> = []
    /// The pool's `drainPeriodInSeconds`.
    var drainPeriod = 0
    var rules = [Rule(name: "rule")]
    var probe: Probe?
    /// Whether the frontends are public IP addresses.
    var isPublic = false

    private var id: String {
        "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network/loadBalancers/\(name)"
    }

    /// The id of a rule.
    func ruleID(_ rule: String = "rule") -> String { "\(id)/loadBalancingRules/\(rule)" }

    /// The ids of public IP addresses, by their name.
    private func publicID(_ name: String) -> String {
        "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network/publicIPAddresses/\(name)"
    }

    /// The documents of the public IP addresses that public frontends refer to.
    var publicAddresses: String {
        let addresses = Set(rules.map(\.frontend)).sorted().map { address in
            """
            {"id": "\(publicID(frontendName(address)))", "sku": {"name": "Standard"},
             "type": "Microsoft.Network/publicIPAddresses", "properties": {
              "ipAddress": "\(address)", "publicIPAllocationMethod": "Static",
              "publicIPAddressVersion": "\(address.contains(":") ? "IPv6" : "IPv4")"}}
            """
        }
        return "[\(addresses.joined(separator: ","))]"
    }

    private func frontend(_ address: String) -> String {
        let name = frontendName(address)
        let properties =
            isPublic
            ? #""publicIPAddress": {"id": "\#(publicID(name))"}"#
            : """
            "privateIPAddress": "\(address)",
            "privateIPAddressVersion": "\(address.contains(":") ? "IPv6" : "IPv4")"
            """
        return #"{"name": "\#(name)", "properties": {\#(properties)}}"#
    }

    var json: String {
        let frontends = Set(rules.map(\.frontend)).sorted().map(frontend)
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
              "probes": [\(probe.map(text) ?? "")],
              "loadBalancingRules": [\(rules.map(text).joined(separator: ","))]}}
            """
    }

    private func frontendName(_ address: String) -> String {
        "fe-" + address.replacing(":", with: "-").replacing(".", with: "-")
    }

    private func text(_ probe: Probe) -> String {
        let path = probe.path.map { #""requestPath": "\#($0)","# } ?? ""
        return """
            {"name": "probe", "properties": {
              "protocol": "\(probe.transport)", "port": \(probe.port), \(path)
              "intervalInSeconds": 5, "probeThreshold": 1,
              "noHealthyBackendsBehavior": "\(probe.whenAllDown)"}}
            """
    }

    private func text(_ rule: Rule) -> String {
        let probe = probe == nil ? "" : #""probe": {"id": "\#(id)/probes/probe"},"#
        return """
            {"name": "\(rule.name)", "properties": {
              "frontendIPConfiguration":
                {"id": "\(id)/frontendIPConfigurations/\(frontendName(rule.frontend))"},
              "backendAddressPool": {"id": "\(id)/backendAddressPools/pool"},
              "protocol": "\(rule.transport)", \(probe)
              "frontendPort": \(rule.port), "backendPort": \(rule.backendPort),
              "loadDistribution": "\(rule.distribution)",
              "enableFloatingIP": \(rule.floating) \(rule.more)}}
            """
    }
}
