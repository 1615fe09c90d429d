import ArgumentParser
import Resources

/// `apus rule`.
enum RuleKind: ChildKind {
    static let word = "rule"
    static let noun = "load balancing rule"
    static let collection = LoadBalancingRule.collection
    static let columns = [
        Column("name", "name"),
        Column("protocol", "properties.protocol"),
        .names("frontend", "properties.frontendIPConfiguration"),
        Column("port", "properties.frontendPort"),
        Column("backend port", "properties.backendPort"),
        .names("pool", "properties.backendAddressPool", "properties.backendAddressPools"),
        .names("probe", "properties.probe"),
        Column("floating ip", "properties.enableFloatingIP"),
        Column("distribution", "properties.loadDistribution"),
    ]
    static let further: [any ParsableCommand.Type] = [RuleHealth.self]
}

extension RuleKind {
    /// The options of a load balancing rule.
    struct Settings: ChildSettings {
        @Option(help: "Tcp, Udp or All.", completion: .list(["Tcp", "Udp", "All"]))
        var `protocol`: String?

        @Option(help: "The frontend, by name; the only one when not given.")
        var frontend: String?

        @Option(help: "The port that clients use; 0 with All.")
        var frontendPort: Int?

        @Option(help: "The port of members; 0 with All.")
        var backendPort: Int?

        @Option(help: "The backend pool, by name; the only one when not given.")
        var pool: String?

        @Option(help: "The probe, by name; \"\" takes it away.")
        var probe: String?

        @Option(help: "Whether members receive packets for the frontend's address: true or false.")
        var floatingIp: Bool?

        @Option(help: "Whether members must own the frontend's address to get new flows.")
        var requireReadiness: Bool?

        @Option(help: "After how many silent minutes a flow is forgotten.")
        var idleTimeout: Int?

        @Option(
            help: "Default, SourceIP or SourceIPProtocol.",
            completion: .list(["Default", "SourceIP", "SourceIPProtocol"])
        )
        var distribution: String?

        @Option(help: "Whether both ends of a flow that was forgotten get a reset.")
        var tcpReset: Bool?

        @Option(help: "Whether members' own connections do without this frontend.")
        var disableOutboundSnat: Bool?

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
            writer.number("backendPort", backendPort)
            writer.reference("backendAddressPool", pool, BackendAddressPool.collection)
            // The plural says the same once more, and would contradict.
            if pool != nil { writer.remove("backendAddressPools") }
            if probe == "" {
                writer.remove("probe")
            } else {
                writer.reference("probe", probe, Probe.collection, takesOnly: false)
            }
            writer.flag("enableFloatingIP", floatingIp)
            writer.flag("requireReadiness", requireReadiness)
            writer.number("idleTimeoutInMinutes", idleTimeout)
            writer.text("loadDistribution", distribution)
            writer.flag("enableTcpReset", tcpReset)
            writer.flag("disableOutboundSnat", disableOutboundSnat)
            writer.finish(&properties)
        }
    }
}
