import ArgumentParser
import Resources

/// `apus outbound-rule`.
enum OutboundRuleKind: ChildKind {
    static let word = "outbound-rule"
    static let noun = "outbound rule"
    static let collection = OutboundRule.collection
    static let columns = [
        Column("name", "name"),
        Column("protocol", "properties.protocol"),
        .names("frontends", "properties.frontendIPConfigurations"),
        .names("pool", "properties.backendAddressPool"),
        Column("ports", "properties.allocatedOutboundPorts"),
        Column("idle minutes", "properties.idleTimeoutInMinutes"),
    ]
}

extension OutboundRuleKind {
    /// The options of an outbound rule.
    struct Settings: ChildSettings {
        @Option(help: "Tcp, Udp or All.", completion: .list(["Tcp", "Udp", "All"]))
        var `protocol`: String?

        @Option(help: "A frontend, by name; may be repeated; the only one when not given.")
        var frontend: [String] = []

        @Option(help: "The backend pool, by name; the only one when not given.")
        var pool: String?

        @Option(help: "How many ports each member gets.")
        var outboundPorts: Int?

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
            writer.references(
                "frontendIPConfigurations",
                frontend,
                FrontendIPConfiguration.collection
            )
            writer.reference("backendAddressPool", pool, BackendAddressPool.collection)
            writer.number("allocatedOutboundPorts", outboundPorts)
            writer.number("idleTimeoutInMinutes", idleTimeout)
            writer.flag("enableTcpReset", tcpReset)
            writer.finish(&properties)
        }
    }
}
