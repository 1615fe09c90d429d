import Addresses
import Planning
import Resources

/// What a plan depends on beside the present tables.
struct PlannedInputs: Equatable, Sendable {
    /// The configuration, with the members that are draining.
    let configuration: ForwardingConfiguration
    /// The members that their probes find down.
    let down: Set<ProbedMember>
    /// The members that are not ready for a rule that asks for it.
    let notReady: Set<RuleMember>
    /// The node's own addresses.
    let nodeAddresses: Set<IPAddress>
    let interfaces: [NodeInterface]
    let deliveries: [IPAddress: MemberDelivery]
}
