/// All parts of the demo, made on one lab.
public struct DemoCases: Sendable {
    /// Case 1: several TLS endpoints.
    public let endpoints: TLSEndpointsCase
    /// Case 2: clustering.
    public let cluster: ClusterCase
    /// Case 3: a network virtual appliance.
    public let appliance: ApplianceCase
    /// The contrast of a rule without Floating IP.
    public let translation: TranslationCase

    /// Configures the guests and starts the services of all cases.
    public init(on demo: DemoLab) throws {
        endpoints = try TLSEndpointsCase(on: demo)
        cluster = try ClusterCase(on: demo)
        appliance = try ApplianceCase(on: demo)
        translation = try TranslationCase(on: demo)
    }

    /// Every part in the order in which it is shown.
    public var inOrder: [any DemoCase] {
        [
            endpoints, cluster, appliance, PortReuseCase(endpoints), translation,
            DaemonStopCase(endpoints),
        ]
    }

    /// The documents of all parts, each once.
    public var documents: [DemoDocument] {
        get throws {
            try endpoints.documents + cluster.documents + appliance.documents
                + translation.documents
        }
    }
}
