import Addresses

/// A load balancer's document, with the public IP addresses that it refers to.
struct CaseBalancer {
    /// A rule of the load balancer.
    struct Rule {
        var name = "rule"
        var frontend = "192.0.2.100"
        var transport = "Tcp"
        var port: UInt16 = 7000
        var backendPort: UInt16 = 7000
        var floating = true
        var distribution = "Default"
        /// Whether every flow is pinned, UDP too (`enableConnectionTracking`).
        var tracked = false
        /// Whether both ends are told when a flow was silent too long (`enableTcpReset`).
        var resets = false

        /// Every port and protocol of an internal frontend.
        static func allPorts(_ frontend: String) -> Rule {
            Rule(frontend: frontend, transport: "All", port: 0, backendPort: 0)
        }

        /// The usual rule of a delivery: port 7000, which translated rules lead to port 9000.
        init(_ delivery: Delivery, _ version: IPVersion = .ipv4, _ transport: String = "Tcp") {
            frontend = version == .ipv4 ? "192.0.2.100" : "2001:db8:1::100"
            self.transport = transport
            floating = delivery == .floating
            backendPort = floating ? 7000 : 9000
        }

        init(
            name: String = "rule",
            frontend: String = "192.0.2.100",
            transport: String = "Tcp",
            port: UInt16 = 7000,
            backendPort: UInt16 = 7000,
            floating: Bool = true
        ) {
            self.name = name
            self.frontend = frontend
            self.transport = transport
            self.port = port
            self.backendPort = backendPort
            self.floating = floating
        }

        /// The version of the frontend's address.
        var version: IPVersion { frontend.contains(":") ? .ipv6 : .ipv4 }
    }

    /// The host numbers of the members on the segment.
    var members = [11, 12]
    /// Members that get no new flows (`adminState` `Down`).
    var down: Set<Int> = []
    var rules: [Rule]
    /// How long a member that is removed keeps its flows; 0 when not at all.
    var drainPeriodInSeconds = 0
    /// The port of the members that the rules' probe asks.
    static let probePort: UInt16 = 7999
    /// What the rules' probe says of all members down; `nil` for rules without a probe.
    var noHealthyBackendsBehavior: String?
    /// Whether the frontends are public IP addresses, else addresses of the network.
    var isPublic = false

    init(_ rules: [Rule]) { self.rules = rules }
    init(_ rules: Rule...) { self.rules = rules }

    private static let scope =
        "/subscriptions/s/resourceGroups/lab/providers/Microsoft.Network"
    private static let id = "\(scope)/loadBalancers/cases"

    /// The id of a rule.
    static func id(ofRule name: String) -> String { "\(id)/loadBalancingRules/\(name)" }

    /// The documents' text: an array of resources.
    var json: String {
        let frontends = Set(rules.map(\.frontend)).sorted()
        let versions = IPVersion.both.filter { version in
            rules.contains { $0.version == version }
        }
        let balancer = """
            {"id": "\(Self.id)", "name": "cases", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [\(list(frontends.map(frontendText)))],
              "backendAddressPools": [\(list(versions.map(poolText)))],
              "probes": [\(noHealthyBackendsBehavior.map(probeText) ?? "")],
              "loadBalancingRules": [\(list(rules.map(ruleText)))]}}
            """
        return "[\(list([balancer] + (isPublic ? frontends.map(publicAddressText) : [])))]"
    }

    private func list(_ texts: [String]) -> String { texts.joined(separator: ",\n") }

    private func resourceName(_ address: String) -> String {
        address.replacing(":", with: "-").replacing(".", with: "-")
    }

    private func poolName(_ version: IPVersion) -> String { version == .ipv4 ? "four" : "six" }

    private func publicAddressID(_ address: String) -> String {
        "\(Self.scope)/publicIPAddresses/\(resourceName(address))"
    }

    private func frontendText(_ address: String) -> String {
        let version = address.contains(":") ? "IPv6" : "IPv4"
        let place =
            isPublic
            ? #""publicIPAddress": {"id": "\#(publicAddressID(address))"}"#
            : #""privateIPAddress": "\#(address)", "privateIPAddressVersion": "\#(version)""#
        return #"{"name": "fe\#(resourceName(address))", "properties": {\#(place)}}"#
    }

    private func publicAddressText(_ address: String) -> String {
        let version = address.contains(":") ? "IPv6" : "IPv4"
        return """
            {"id": "\(publicAddressID(address))", "name": "\(resourceName(address))",
             "type": "Microsoft.Network/publicIPAddresses", "sku": {"name": "Standard"},
             "properties": {"ipAddress": "\(address)", "publicIPAddressVersion": "\(version)",
              "publicIPAllocationMethod": "Static"}}
            """
    }

    private func poolText(_ version: IPVersion) -> String {
        let addresses = members.map { host in
            """
            {"name": "m\(host)", "properties": {
              "ipAddress": "\(CaseSite.prefix(version))\(host)",
              "adminState": "\(down.contains(host) ? "Down" : "None")"}}
            """
        }
        return """
            {"name": "\(poolName(version))", "properties": {
              "drainPeriodInSeconds": \(drainPeriodInSeconds),
              "loadBalancerBackendAddresses": [\(list(addresses))]}}
            """
    }

    private func probeText(_ behavior: String) -> String {
        """
        {"name": "probe", "properties": {"protocol": "Tcp", "port": \(Self.probePort), "intervalInSeconds": 60,
          "probeThreshold": 1, "noHealthyBackendsBehavior": "\(behavior)"}}
        """
    }

    private func ruleText(_ rule: Rule) -> String {
        let frontend = "\(Self.id)/frontendIPConfigurations/fe\(resourceName(rule.frontend))"
        let pool = "\(Self.id)/backendAddressPools/\(poolName(rule.version))"
        let probe = "{\"id\": \"\(Self.id)/probes/probe\"}"
        return """
            {"name": "\(rule.name)", "properties": {
              "frontendIPConfiguration": {"id": "\(frontend)"},
              "backendAddressPool": {"id": "\(pool)"},
              "probe": \(noHealthyBackendsBehavior == nil ? "null" : probe),
              "protocol": "\(rule.transport)", "frontendPort": \(rule.port),
              "backendPort": \(rule.backendPort), "loadDistribution": "\(rule.distribution)",
              "enableConnectionTracking": \(rule.tracked), "enableTcpReset": \(rule.resets),
              "enableFloatingIP": \(rule.floating)}}
            """
    }
}
