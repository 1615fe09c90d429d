import Addresses
import Linux
import Planning
import Probing
import Resources

/// What a survey of readiness is worked out from.
struct SurveyBasis: Equatable, Sendable {
    /// What is applied.
    let inputs: PlannedInputs
    /// The host's network.
    let network: NetworkSnapshot
    /// The names of the interfaces that the packet program runs on.
    let nodeInterfaces: [String]
    /// Addresses of the node that members answer by way of a router; where there is none, the
    /// address of another of the interfaces.
    let sources: ProbeSources

    /// Whether a survey comes out the same: health and neighbours change far more often than that.
    static func == (left: SurveyBasis, right: SurveyBasis) -> Bool {
        left.inputs.configuration == right.inputs.configuration
            && left.inputs.deliveries == right.inputs.deliveries
            && left.network.interfaces == right.network.interfaces
            && left.network.addresses == right.network.addresses
    }
}
