import ArgumentParser
import Resources

/// `apus probe`.
enum ProbeKind: ChildKind {
    static let word = "probe"
    static let noun = "health probe"
    static let collection = Probe.collection
    static let columns = [
        Column("name", "name"),
        Column("protocol", "properties.protocol"),
        Column("port", "properties.port"),
        Column("path", "properties.requestPath"),
        Column("interval", "properties.intervalInSeconds"),
        Column("threshold", "properties.probeThreshold"),
        .names("rules", "properties.loadBalancingRules"),
    ]
}

extension ProbeKind {
    /// The options of a health probe.
    struct Settings: ChildSettings {
        @Option(help: "Tcp, Http or Https.", completion: .list(["Tcp", "Http", "Https"]))
        var `protocol`: String?

        @Option(help: "The port that is asked.")
        var port: Int?

        @Option(help: "The path that is asked for, with Http and Https.")
        var path: String?

        @Option(help: "How often members are asked, in seconds.")
        var interval: Int?

        @Option(help: "After how many equal answers a member's state changes.")
        var probeThreshold: Int?

        @Option(help: "Azure's older count of failures before a member is down.")
        var numberOfProbes: Int?

        @Option(
            help: "AllProbedDown or AllProbedUp: where flows go when all members are down.",
            completion: .list(["AllProbedDown", "AllProbedUp"])
        )
        var noHealthyBackends: String?

        func write(
            to properties: inout JSONValue,
            in balancer: BalancerContext,
            isNew: Bool
        ) throws {
            var writer = SettingsWriter(balancer, isNew: isNew)
            writer.text("protocol", `protocol`)
            writer.number("port", port)
            if path == "" { writer.remove("requestPath") } else { writer.text("requestPath", path) }
            writer.number("intervalInSeconds", interval)
            writer.number("probeThreshold", probeThreshold)
            writer.number("numberOfProbes", numberOfProbes)
            writer.text("noHealthyBackendsBehavior", noHealthyBackends)
            writer.finish(&properties)
        }
    }
}
