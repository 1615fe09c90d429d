import Addresses

extension InventoryIndex {
    /// The probes that rules refer to, in the order of their ids, with the members of those rules.
    func probes(of rules: [ResolvedRule]) -> [ResolvedProbe] {
        var members: [String: Set<IPAddress>] = [:]
        for rule in rules {
            guard let probe = rule.probe else { continue }
            members[probe, default: []].formUnion(rule.members.map(\.address))
        }
        let probes = balancers.flatMap { balancer in
            balancer.resource.probes.compactMap { probe -> ResolvedProbe? in
                let id = balancer.resource.id(of: probe).description
                guard let asked = members[id], let port = UInt16(exactly: probe.port) else {
                    return nil
                }
                return ResolvedProbe(
                    id: id,
                    loadBalancer: balancer.resource.name,
                    name: probe.name,
                    probeProtocol: probe.probeProtocol,
                    port: port,
                    interval: .seconds(
                        probe.intervalInSeconds ?? ResolvedProbe.defaultIntervalInSeconds
                    ),
                    threshold: probe.probeThreshold ?? 1,
                    path: probe.requestPath ?? "",
                    members: asked.sorted()
                )
            }
        }
        return probes.sorted { $0.id < $1.id }
    }
}
