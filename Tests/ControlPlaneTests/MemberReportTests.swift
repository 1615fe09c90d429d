import Addresses
import ControlPlane
import Probing
import Resources
import Testing

/// What the status report says of a rule's members.
struct MemberReportTests {
    private func rule(
        _ states: [AdminState],
        _ behavior: NoHealthyBackendsBehavior = .allProbedDown,
        probe: String? = "/probes/p"
    ) throws -> ResolvedRule {
        ResolvedRule(
            id: "/rules/r",
            loadBalancer: "lb",
            name: "r",
            frontend: try address("192.0.2.100"),
            transport: .tcp,
            frontendPort: 80,
            backendPort: 80,
            distribution: .default,
            isFloatingIPEnabled: true,
            isTCPResetEnabled: false,
            isConnectionTrackingEnabled: false,
            idleTimeout: .seconds(240),
            probe: probe,
            noHealthyBackendsBehavior: behavior,
            members: try states.enumerated().map {
                ResolvedMember(
                    name: "m",
                    address: try address("192.0.2.1\($0.offset)"),
                    adminState: $0.element
                )
            }
        )
    }

    private func reasons(
        _ rule: ResolvedRule,
        down: Set<String>
    ) throws -> [HealthReason] {
        let health = try down.map { text in
            let member = ProbedMember(probe: "/probes/p", address: try address(text))
            return (member, ProbedHealth(isUp: false, reason: .tcpProbeTimeout, failure: .refused))
        }
        let known = Dictionary(uniqueKeysWithValues: health)
        return StatusReport.Member.all(of: rule, health: known).map(\.reason)
    }

    @Test func `is empty for a rule without a probe`() throws {
        #expect(try reasons(rule([.none], probe: nil), down: []) == [])
    }

    @Test func `puts the operator's word before the probe's`() throws {
        let rule = try rule([.up, .down, .none, .none])
        #expect(
            try reasons(rule, down: ["192.0.2.10", "192.0.2.12"])
                == [.adminUp, .adminDown, .tcpProbeTimeout, .notProbed]
        )
    }

    @Test func `says that all down is up where the probe says so`() throws {
        let down: Set = ["192.0.2.11", "192.0.2.12"]
        let states: [AdminState] = [.down, .none, .none]
        #expect(
            try reasons(rule(states, .allProbedUp), down: down)
                == [.adminDown, .allDownIsUp, .allDownIsUp]
        )
        #expect(
            try reasons(rule(states), down: down)
                == [.adminDown, .tcpProbeTimeout, .tcpProbeTimeout]
        )
        #expect(
            try reasons(rule(states, .allProbedUp), down: ["192.0.2.11"])
                == [.adminDown, .tcpProbeTimeout, .notProbed]
        )
    }
}
