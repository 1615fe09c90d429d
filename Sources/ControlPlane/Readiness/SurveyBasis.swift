import Addresses
import Linux
import Planning
import Resources

/// What a survey of readiness depends on.
struct SurveyBasis: Equatable {
    private let configuration: ForwardingConfiguration
    private let deliveries: [IPAddress: MemberDelivery]
    private let interfaces: [Linux.NetworkInterface]
    private let addresses: [InterfaceAddress]

    init(_ inputs: PlannedInputs, _ network: NetworkSnapshot) {
        configuration = inputs.configuration
        deliveries = inputs.deliveries
        interfaces = network.interfaces
        addresses = network.addresses
    }
}
