import Addresses
import ControlPlane
import Lab
import Probing

extension ClusterCase {
    /// What the node reports of the members' health, by their names.
    func health() throws -> [String: StatusReport.Member] {
        let id = AzureScope.id("loadBalancers", "cluster") + "/loadBalancingRules/database"
        let members = try demo.node.status()?.rules.first { $0.id == id }?.health ?? []
        let names = [primary, standby].map { ($0.backend.ipv4.description, $0.name) }
        let pairs = members.compactMap { member in
            names.first { $0.0 == member.address }.map { ($0.1, member) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Waits until a condition holds of the names of the members that the probe finds up.
    func waitForHealth(_ reason: String, _ condition: ([String]) -> Bool) throws {
        try waitUntil(
            reason,
            within: .seconds(Int64(4 * Self.probeInterval)),
            detail: { (try? health()).map(summary) ?? "no report" }
        ) {
            let found = try health()
            return !found.values.contains { $0.reason == .notProbed }
                && condition(found.filter(\.value.isUp).map(\.key))
        }
    }

    func summary(of health: [String: StatusReport.Member]) -> String {
        health.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.reason.rawValue)" }
            .joined(separator: ", ")
    }
}
