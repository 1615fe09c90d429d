/// A load balancer's document: floating rules that share pools, each with the same probe.
struct HealthDocument {
    /// The addresses of the members of each pool.
    var pools: [[String]]
    /// How many rules lead to each pool.
    var rulesPerPool = 1
    /// The frontends' addresses; three rules have one in common.
    var frontends: [String]
    /// The port of the first rule of each frontend.
    var port: UInt16 = 80
    /// The port of the probes.
    var probePort: UInt16
    /// Whether probes are of HTTP.
    var isHTTP = false
    /// How many results in a row change a member's state.
    var threshold = 1

    /// The shortest interval that Azure allows, in seconds.
    static let interval = 5
    /// How many rules one frontend has at most.
    static let rulesPerFrontend = 3

    private static let id =
        "/subscriptions/s/resourceGroups/bench/providers/Microsoft.Network/loadBalancers/health"

    /// The document in the REST form.
    var json: String {
        let places = frontends.enumerated().map { number, address in
            #"{"name": "f\#(number)", "properties": {"privateIPAddress": "\#(address)"}}"#
        }
        let rules = pools.indices.flatMap { pool in
            (0..<rulesPerPool).map { rule(pool * rulesPerPool + $0, pool: pool) }
        }
        let path = isHTTP ? #""requestPath": "/","# : ""
        return """
            {"id": "\(Self.id)", "name": "health", "type": "Microsoft.Network/loadBalancers",
             "sku": {"name": "Standard"}, "properties": {
              "frontendIPConfigurations": [\(places.joined(separator: ","))],
              "backendAddressPools": [\(pools.indices.map(pool).joined(separator: ","))],
              "probes": [{"name": "probe", "properties": {
                "protocol": "\(isHTTP ? "Http" : "Tcp")", "port": \(probePort), \(path)
                "intervalInSeconds": \(Self.interval), "probeThreshold": \(threshold)}}],
              "loadBalancingRules": [\(rules.joined(separator: ","))]}}
            """
    }

    private func pool(_ number: Int) -> String {
        let members = pools[number].enumerated().map { index, address in
            #"{"name": "m\#(index)", "properties": {"ipAddress": "\#(address)"}}"#
        }
        return """
            {"name": "p\(number)", "properties": {
              "loadBalancerBackendAddresses": [\(members.joined(separator: ","))]}}
            """
    }

    private func rule(_ number: Int, pool: Int) -> String {
        let port = Int(port) + number % Self.rulesPerFrontend
        let frontend = "f\(number / Self.rulesPerFrontend)"
        return """
            {"name": "r\(number)", "properties": {
              "frontendIPConfiguration": {"id": "\(Self.id)/frontendIPConfigurations/\(frontend)"},
              "backendAddressPool": {"id": "\(Self.id)/backendAddressPools/p\(pool)"},
              "probe": {"id": "\(Self.id)/probes/probe"}, "protocol": "Tcp",
              "frontendPort": \(port), "backendPort": \(port), "enableFloatingIP": true}}
            """
    }
}
