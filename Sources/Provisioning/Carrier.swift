import Addresses
import Resources

/// What carries a configuration out: the data plane of this node.
public protocol Carrier: Sendable {
    /// Brings the data plane to a valid configuration; a failure leaves it as it was.
    func carry(_ configuration: ForwardingConfiguration) async -> CarryFailure?

    /// What `carry` would change in the data plane's tables, without changing them.
    func preview(
        _ configuration: ForwardingConfiguration
    ) async -> Result<TableChanges, CarryFailure>

    /// The addresses that the host and the machines it hears of have, which no resource may get.
    func addressesInUse() async -> Set<IPAddress>

    /// The health of the members of each rule that has a probe, by the rule's id.
    func memberHealth() async -> [String: [ReportedHealth]]
}
