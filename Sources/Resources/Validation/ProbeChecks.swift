extension ConfigurationValidator {
    /// The ports that Azure does not probe over HTTP (custom probe overview, 2023-10-10).
    private static let unprobedPorts: Set<Int> = [19, 21, 25, 70, 110, 119, 143, 220, 993]

    /// Checks the health probes of a load balancer.
    mutating func checkProbes(_ balancer: IndexedLoadBalancer) {
        for probe in balancer.resource.probes {
            let id = balancer.resource.id(of: probe)
            checkPort(probe.port, in: 1...65_535, "port", of: id, source: balancer.source)
            for problem in Self.problems(of: probe, level: balancer.resource.skuName) {
                let message = "Probe \(id) \(problem)."
                report(.invalidProbe, id, in: balancer.source, message)
            }
            if probe.probeProtocol == .http, Self.unprobedPorts.contains(probe.port) {
                let message = """
                    Probe \(id) asks port \(probe.port) over HTTP, which Azure does not \
                    probe.
                    """
                report(.probePortNotProbed, id, in: balancer.source, message)
            }
        }
    }

    private static func problems(of probe: Probe, level: SKUName) -> [String] {
        var problems: [String] = []
        if let interval = probe.intervalInSeconds, interval < 5 {
            problems.append("has intervalInSeconds \(interval); at least 5 is allowed")
        }
        if let threshold = probe.probeThreshold, !(1...100).contains(threshold) {
            problems.append("has probeThreshold \(threshold); 1 to 100 is allowed")
        }
        if let count = probe.numberOfProbes, count < 1 {
            problems.append("has numberOfProbes \(count); at least 1 is allowed")
        }
        if probe.probeProtocol == .tcp, let path = probe.requestPath {
            problems.append("has requestPath \(path), which protocol Tcp does not allow")
        }
        if probe.probeProtocol != .tcp, probe.requestPath == nil {
            problems.append("needs requestPath for protocol \(probe.probeProtocol.rawValue)")
        }
        if probe.probeProtocol == .https, level == .basic {
            problems.append("has protocol Https, which sku Basic does not allow")
        }
        return problems
    }

    /// Checks that a port lies in the range that its member allows.
    mutating func checkPort(
        _ port: Int,
        in range: ClosedRange<Int>,
        _ name: String,
        of id: ResourceID,
        source: String
    ) {
        guard !range.contains(port) else { return }
        let message = """
            \(id) has \(name) \(port); \(range.lowerBound) to \(range.upperBound) is allowed.
            """
        report(.portOutOfRange, id, in: source, message)
    }

    /// Checks that an idle timeout lies in the range, in minutes, that its resource allows.
    mutating func checkIdleTimeout(
        _ minutes: Int?,
        in range: ClosedRange<Int>,
        of id: ResourceID,
        source: String
    ) {
        guard let minutes, !range.contains(minutes) else { return }
        let message = """
            \(id) has idleTimeoutInMinutes \(minutes); \(range.lowerBound) to \(range.upperBound) \
            is allowed.
            """
        report(.idleTimeoutOutOfRange, id, in: source, message)
    }
}
