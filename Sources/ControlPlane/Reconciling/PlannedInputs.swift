import Addresses
import Planning
import Resources

/// What a plan depends on beside the present tables.
struct PlannedInputs: Equatable, Sendable {
    /// The configuration, with the members that are draining.
    let configuration: ForwardingConfiguration
    /// The members that their probes find down.
    var down: Set<ProbedMember>
    /// The members that are not ready for a rule that asks for it.
    var notReady: Set<RuleMember>
    /// The node's own addresses.
    let nodeAddresses: Set<IPAddress>
    let interfaces: [NodeInterface]
    let deliveries: [IPAddress: MemberDelivery]

    /// Whether these differ from others in the health or readiness of members alone, which takes no
    /// member from a rule.
    func differByHealthAlone(from other: PlannedInputs?) -> Bool {
        guard let other else { return false }
        return configuration == other.configuration && nodeAddresses == other.nodeAddresses
            && interfaces == other.interfaces && deliveries == other.deliveries
    }
}
