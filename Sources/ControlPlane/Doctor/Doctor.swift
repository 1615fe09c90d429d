import Addresses
import BPF
import Foundation
import Linux
import PacketFormats
import Planning
import Probing
import Readiness
import Resources
import TableStorage
import Tables

/// Walks the whole way of a rule, from its frontend to the guest and back.
///
/// What it looks at is the node as it is: the pinned maps, the program that runs on the interfaces,
/// the host's network, and what the daemon has found.
public struct Doctor: Sendable {
    let node: NodeConfiguration
    let configuration: ForwardingConfiguration
    let status: StatusReport
    let guests: [String: GuestReport]

    /// Prepares an examination.
    ///
    /// - Parameters:
    ///   - configuration: what is applied.
    ///   - status: what the daemon has found.
    ///   - guests: what guests have reported, by the text of a member's address.
    public init(
        node: NodeConfiguration,
        configuration: ForwardingConfiguration,
        status: StatusReport,
        guests: [String: GuestReport] = [:]
    ) {
        self.node = node
        self.configuration = configuration
        self.status = status
        self.guests = guests
    }

    /// Examines one rule, named by its name or ARM id without regard to case, or all.
    ///
    /// The rule's counters count what is tried, like any client's packets.
    public func examine(rule wanted: String?) async throws -> Diagnosis {
        let rules = configuration.rules.filter { rule in
            guard let wanted = wanted?.lowercased() else { return true }
            return rule.name.lowercased() == wanted || rule.id.lowercased() == wanted
        }
        if let wanted, rules.isEmpty {
            throw DoctorError.unknownRule(wanted, known: configuration.rules.map(\.name).sorted())
        }
        let network = try NetlinkSession().snapshot()
        let maps = try DataPlane.view(pins: node.pins)
        let kernel = try DoctorKernel(node: node, network: network, maps: maps)
        var found: [Diagnosis.Rule] = []
        for rule in rules {
            found.append(.init(id: rule.id, steps: try await steps(of: rule, kernel)))
        }
        return Diagnosis(node: nodeSteps(kernel), rules: found)
    }

    private func nodeSteps(_ kernel: DoctorKernel) -> [DoctorStep] {
        let applied =
            status.refusal.map {
                DoctorStep(
                    "configuration",
                    .failed,
                    "The last configuration was refused: \($0)",
                    remedy: "Mend what it names; what was applied before goes on."
                )
            } ?? DoctorStep("configuration", .passed, "The configuration is applied.")
        return [applied] + kernel.programSteps
    }

    private func steps(
        of rule: ResolvedRule,
        _ kernel: DoctorKernel
    ) async throws -> [DoctorStep] {
        var steps = [frontendStep(rule, kernel)]
        let key = rule.frontendKey
        guard let entry = try kernel.maps.frontends.value(key), entry.options.contains(.hasRule)
        else {
            steps.append(
                DoctorStep(
                    "rule",
                    .failed,
                    "The kernel's table has no entry for the rule.",
                    remedy: "See why the daemon did not apply it.",
                    command: "apus status"
                )
            )
            return steps
        }
        steps.append(
            DoctorStep("rule", .passed, "The kernel's table has it, with index \(entry.rule).")
        )
        steps.append(try tableStep(entry, kernel))
        let connections = try await DoctorConnections(rule, kernel).tryAll()
        for member in rule.members where !member.isDraining {
            steps += memberSteps(rule, member, kernel, connections)
        }
        return steps
    }

    private func frontendStep(_ rule: ResolvedRule, _ kernel: DoctorKernel) -> DoctorStep {
        let name = "frontend"
        if let claim = status.claims.first(where: { $0.frontend == rule.frontend }) {
            return DoctorStep(name, .failed, claim.sentence)
        }
        do {
            return try kernel.announcement(of: rule.frontend)
        } catch {
            return DoctorStep(name, .failed, "\(error)")
        }
    }

    private func tableStep(
        _ entry: FrontendEntry,
        _ kernel: DoctorKernel
    ) throws -> DoctorStep {
        let slots = try kernel.maps.readLookupTable(entry.lookupTable) ?? []
        var counts: [IPAddress: Int] = [:]
        for slot in slots {
            guard let backend = kernel.backends[UInt16(slot.current)] else { continue }
            counts[IPAddress(bits: backend.address), default: 0] += 1
        }
        guard !counts.isEmpty else {
            return DoctorStep(
                "lookup table",
                .failed,
                "No slot leads to a member, so new flows are dropped.",
                remedy: "Bring a member up; the steps of the members say what each lacks."
            )
        }
        let shares = counts.sorted { $0.key < $1.key }.map { address, count in
            let permille = (count * 1000 + slots.count / 2) / slots.count
            return "\(address) \(permille / 10).\(permille % 10) %"
        }
        return DoctorStep(
            "lookup table",
            .passed,
            "New flows go to \(shares.joined(separator: ", "))."
        )
    }
}
