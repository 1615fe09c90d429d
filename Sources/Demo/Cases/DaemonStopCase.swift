import Lab

/// The daemon ends and starts again while clients make requests.
public struct DaemonStopCase: DemoCase {
    /// The headline.
    public let title = "The daemon stops and starts again"

    private let endpoints: TLSEndpointsCase
    private static let requests = 30

    /// Uses the sites of case 1.
    public init(_ endpoints: TLSEndpointsCase) {
        self.endpoints = endpoints
    }

    /// Those of case 1.
    public var documents: [DemoDocument] { get throws { try endpoints.documents } }

    /// Stops and starts the daemon under steady traffic.
    public func run(_ narrator: Narrator) throws -> [Check] {
        let node = endpoints.demo.node
        let site = endpoints.endpoints[0]
        narrator.line("Programs and maps are pinned: traffic goes on without apusd.")
        let clients = SteadyClient(
            CurlRequest(site.site),
            from: endpoints.demo.topology.client,
            connections: 1
        )
        defer { clients.stop() }
        try clients.waitForRequests(Self.requests)
        try node.stop()
        let stopped = ContinuousClock.now
        try clients.waitForRequests(Self.requests)
        let starting = ContinuousClock.now
        try node.start()
        let started = ContinuousClock.now
        try clients.waitForRequests(Self.requests)
        let samples = clients.stop()

        let without = samples.filter { $0.began > stopped && $0.ended < starting }
        let afterwards = samples.filter { $0.began > started }
        let failures = samples.compactMap(\.failure)
        var checklist = Checklist(narrator)
        checklist.expect(
            !without.isEmpty && without.allSatisfy { $0.machine != nil },
            "without a daemon requests are answered",
            seen: "\(without.count { $0.machine != nil }) of \(without.count)"
        )
        checklist.expect(
            !afterwards.isEmpty && afterwards.allSatisfy { $0.machine != nil },
            "after its new start requests are answered",
            seen: "\(afterwards.count { $0.machine != nil }) of \(afterwards.count)"
        )
        checklist.expect(
            failures.isEmpty,
            "no request fails from before its end until after its start",
            seen: "\(failures.count) of \(samples.count) failed"
                + (failures.first.map { "; first failure: \($0)" } ?? "")
        )
        return checklist.checks
    }
}
