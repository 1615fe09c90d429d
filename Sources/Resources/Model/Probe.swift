/// A health probe of a load balancer.
public struct Probe: ChildResource {
    /// The collection of a load balancer that holds health probes.
    public static let collection = "probes"

    /// The name, unique among the load balancer's probes.
    public var name: String
    /// How the probe asks a member.
    public var probeProtocol: ProbeProtocol
    /// The port of the member that the probe asks.
    public var port: Int
    /// The time between two questions, in seconds; 15 when absent.
    public var intervalInSeconds: Int?
    /// The older threshold, which Azure no longer acts on.
    public var numberOfProbes: Int?
    /// How many results in a row change a member's state; 1 when absent.
    public var probeThreshold: Int?
    /// What rules do when every member is down.
    public var noHealthyBackendsBehavior: NoHealthyBackendsBehavior?
    /// The path that an HTTP or HTTPS probe asks for.
    public var requestPath: String?

    /// Reads a probe in either form.
    public init(reading reader: JSONObjectReader) throws(ResourceDocumentError) {
        name = try reader.childName()
        let expected = "one of \"Tcp\", \"Http\", \"Https\""
        probeProtocol = try reader.required(reader.choice("protocol"), "protocol", expected)
        port = try reader.port("port")
        intervalInSeconds = try reader.integer("intervalInSeconds")
        numberOfProbes = try reader.integer("numberOfProbes")
        probeThreshold = try reader.integer("probeThreshold")
        noHealthyBackendsBehavior = try reader.choice("noHealthyBackendsBehavior")
        requestPath = try reader.text("requestPath", "a path")
    }

    /// The probe in the REST form.
    public var json: JSONValue {
        .members([
            ("name", .text(name)),
            (
                "properties",
                .members([
                    ("protocol", .word(probeProtocol)),
                    ("port", .count(port)),
                    ("intervalInSeconds", .count(intervalInSeconds)),
                    ("numberOfProbes", .count(numberOfProbes)),
                    ("probeThreshold", .count(probeThreshold)),
                    ("noHealthyBackendsBehavior", .word(noHealthyBackendsBehavior)),
                    ("requestPath", .text(requestPath)),
                ])
            ),
        ])
    }
}
