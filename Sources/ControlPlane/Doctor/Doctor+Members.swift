import Addresses
import PacketFormats
import Probing
import Readiness
import Resources
import Tables

extension Doctor {
    /// The steps from the node to one member and back.
    func memberSteps(
        _ rule: ResolvedRule,
        _ member: ResolvedMember,
        _ kernel: DoctorKernel,
        _ connections: [IPAddress: DoctorStep]
    ) -> [DoctorStep] {
        let report = status.rules.first { $0.id == rule.id }
        var steps = [
            nextHopStep(member.address, kernel), probeStep(rule, member, report),
        ]
        if rule.isFloatingIPEnabled { steps.append(readinessStep(member, report)) }
        if rule.isFloatingIPEnabled { steps.append(guestStep(member)) }
        let connection =
            connections[member.address]
            ?? DoctorStep("connection", .skipped, "No connection from this node leads here.")
        steps.append(connection)
        return steps.map { step in
            var step = step
            step.member = member.address.description
            return step
        }
    }

    private func nextHopStep(_ member: IPAddress, _ kernel: DoctorKernel) -> DoctorStep {
        let entry = kernel.backends.values.first { $0.address == member.bits }
        guard let entry, entry.isLocal != 0 || entry.destination != .unknown else {
            return DoctorStep(
                "next hop",
                .failed,
                "The Ethernet address of \(member) is not known.",
                remedy: "Start the member, or mend its connection to the segment.",
                command: "ip neighbour show \(member)"
            )
        }
        if entry.isLocal != 0 { return DoctorStep("next hop", .passed, "It is this node.") }
        return DoctorStep("next hop", .passed, "\(member) is at \(entry.destination).")
    }

    private func probeStep(
        _ rule: ResolvedRule,
        _ member: ResolvedMember,
        _ report: StatusReport.Rule?
    ) -> DoctorStep {
        guard rule.probe != nil else {
            return DoctorStep("probe", .skipped, "The rule has no health probe.")
        }
        let text = member.address.description
        guard let health = report?.health.first(where: { $0.address == text }) else {
            return DoctorStep("probe", .skipped, "The probe has no result yet.")
        }
        let seen = health.seen.map { " (\($0))" } ?? ""
        let evidence = "\(health.isUp ? "Up" : "Down"), \(health.reason.rawValue)\(seen)."
        guard !health.isUp else { return DoctorStep("probe", .passed, evidence) }
        return DoctorStep(
            "probe",
            .failed,
            evidence,
            remedy: "Have the service answer the probe at \(text) itself."
        )
    }

    private func readinessStep(
        _ member: ResolvedMember,
        _ report: StatusReport.Rule?
    ) -> DoctorStep {
        guard let finding = report?.readiness.first(where: { $0.member == member.address }),
            finding.state != .notAsked
        else { return DoctorStep("readiness", .skipped, "It has not been asked yet.") }
        return DoctorStep(
            "readiness",
            finding.state == .ready ? .passed : .failed,
            finding.evidence,
            remedy: finding.remedy,
            command: finding.command,
            isForMember: finding.isForMember
        )
    }

    private func guestStep(_ member: ResolvedMember) -> DoctorStep {
        guard let report = guests[member.address.description] else {
            return DoctorStep("guest", .skipped, "It has sent no report.")
        }
        let missing = report.items.filter { $0.status == "missing" }
        guard let first = missing.first else {
            let warnings = report.items.filter { $0.status == "warning" }.map {
                " Warning: \($0.subject): \($0.evidence)."
            }
            return DoctorStep(
                "guest",
                .passed,
                "It reports that nothing is missing." + warnings.joined()
            )
        }
        let more = missing.count > 1 ? " \(missing.count - 1) more are missing." : ""
        return DoctorStep(
            "guest",
            .failed,
            "It reports: \(first.subject): \(first.evidence).\(more)",
            remedy: "Have the guest configured.",
            command: first.command ?? "apus guest verify",
            isForMember: true
        )
    }
}
