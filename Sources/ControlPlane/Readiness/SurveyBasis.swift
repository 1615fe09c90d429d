import Addresses
import Linux
import Planning
import Probing
import Resources

/// What a survey of readiness is worked out from.
struct SurveyBasis: Sendable {
    /// What is applied.
    let inputs: PlannedInputs
    /// The host's network.
    let network: NetworkSnapshot
    /// The names of the interfaces that the packet program runs on.
    let nodeInterfaces: [String]
    /// Addresses of the node that members answer by way of a router; where there is none, the
    /// address of another of the interfaces.
    let sources: ProbeSources

    /// Whether another gives the same survey: health and neighbours change far more often than that.
    func givesSameSurvey(as other: SurveyBasis?) -> Bool {
        guard let other else { return false }
        return inputs.configuration == other.inputs.configuration
            && inputs.deliveries == other.inputs.deliveries
            && network.interfaces == other.network.interfaces
            && network.addresses == other.network.addresses
    }
}
