import Addresses
import Planning
import Resources

/// What a plan depends on beside the present tables.
struct PlannedInputs: Equatable {
    let configuration: ForwardingConfiguration
    let interfaces: [NodeInterface]
    let deliveries: [IPAddress: MemberDelivery]
}
