import Addresses
import BPF
import ControlPlane
import Lab
import Planning
import Resources
import TableStorage
import Tables
import Testing

extension CaseNode {
    /// Steers as the daemon does when its probes find members down.
    ///
    /// Results of probes come when they come; these are planned and written at once, from the
    /// documents and the tables that the daemon left. It must not run: it would take them back.
    func steer(down hosts: Set<Int>) throws {
        let maps = try maps()
        let folder = DocumentFolder(path: documents)
        let configuration = try ResourceInventory(reading: folder.read()).resolve()
        let present = try maps.readImage()
        var down: Set<ProbedMember> = []
        for rule in configuration.rules {
            let probe = try #require(rule.probe)
            for host in hosts {
                let member = try CaseSite.near(host, rule.frontend.version)
                down.insert(ProbedMember(probe: probe, address: member))
            }
        }
        let plan = try Planner.plan(
            PlanningInput(
                configuration: configuration,
                interfaces: [
                    NodeInterface(
                        index: interface.index,
                        name: interface.name,
                        ethernet: interface.ethernetAddress
                    )
                ],
                deliveries: Self.deliveries(present),
                hashSeed: NodeConfiguration(interfaces: []).hashSeed,
                down: down,
                present: present
            )
        )
        // Redirection goes to interfaces of the namespace that writes it.
        try machine.perform { for edit in plan.edits { try maps.apply(edit) } }
    }

    /// How the present tables reach the members.
    private static func deliveries(_ image: TableImage) -> [IPAddress: MemberDelivery] {
        var deliveries: [IPAddress: MemberDelivery] = [:]
        for entry in image.backends.values {
            deliveries[IPAddress(bits: entry.address)] = .resolved(
                interface: entry.interface,
                source: entry.source,
                destination: entry.destination,
                vlan: entry.vlan
            )
        }
        return deliveries
    }
}
