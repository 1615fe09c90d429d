import ArgumentParser
import Resources

/// `apus nat-rule`.
enum NatRuleKind: ChildKind {
    static let word = "nat-rule"
    static let noun = "inbound NAT rule"
    static let collection = InboundNatRule.collection
    static let columns = [
        Column("name", "name"),
        Column("protocol", "properties.protocol"),
        .names("frontend", "properties.frontendIPConfiguration"),
        Column("port") { rule in
            let start = rule.at("properties.frontendPortRangeStart")
            let end = rule.at("properties.frontendPortRangeEnd")
            if case .integer(let start)? = start, case .integer(let end)? = end, start > 0 {
                return "\(start)-\(end)"
            }
            guard case .integer(let port)? = rule.at("properties.frontendPort") else { return "" }
            return "\(port)"
        },
        Column("backend port", "properties.backendPort"),
        .names("pool", "properties.backendAddressPool"),
        Column("floating ip", "properties.enableFloatingIP"),
    ]
}

extension NatRuleKind {
    /// The options of an inbound NAT rule.
    struct Settings: ChildSettings {
        @Option(help: "Tcp, Udp or All.", completion: .list(["Tcp", "Udp", "All"]))
        var `protocol`: String?

        @Option(help: "The frontend, by name; the only one when not given.")
        var frontend: String?

        @Option(help: "The port that clients use.")
        var frontendPort: Int?

        @Option(help: "The first port of a range with one port for each member.")
        var frontendPortRangeStart: Int?

        @Option(help: "The last port of the range.")
        var frontendPortRangeEnd: Int?

        @Option(help: "The port of members.")
        var backendPort: Int?

        @Option(help: "The backend pool, by name, for a range of ports.")
        var pool: String?

        @Option(help: "Whether members receive packets for the frontend's address: true or false.")
        var floatingIp: Bool?

        @Option(help: "After how many silent minutes a flow is forgotten.")
        var idleTimeout: Int?

        @Option(help: "Whether both ends of a flow that was forgotten get a reset.")
        var tcpReset: Bool?

        func write(
            to properties: inout JSONValue,
            in balancer: BalancerContext,
            isNew: Bool
        ) throws {
            var writer = SettingsWriter(balancer, isNew: isNew)
            writer.text("protocol", `protocol`)
            writer.reference(
                "frontendIPConfiguration",
                frontend,
                FrontendIPConfiguration.collection
            )
            writer.number("frontendPort", frontendPort)
            writer.number("frontendPortRangeStart", frontendPortRangeStart)
            writer.number("frontendPortRangeEnd", frontendPortRangeEnd)
            writer.number("backendPort", backendPort)
            writer.reference(
                "backendAddressPool",
                pool,
                BackendAddressPool.collection,
                takesOnly: false
            )
            writer.flag("enableFloatingIP", floatingIp)
            writer.number("idleTimeoutInMinutes", idleTimeout)
            writer.flag("enableTcpReset", tcpReset)
            writer.finish(&properties)
        }
    }
}
