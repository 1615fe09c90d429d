import Addresses
import Resources
import Tables

/// What frontend addresses do with echo requests: as Azure's public frontends, which are answered
/// for while a rule has a member that is up, and reported unreachable while all are down.
struct EchoPlacement {
    private var served: Set<IPAddress> = []
    private var unserved: Set<IPAddress> = []

    /// Works out which frontends have members; those without rules or members stay silent.
    init(_ rules: [PlacedRule], _ input: PlanningInput) {
        let answering = input.configuration.frontends.filter {
            $0.isPublic || input.internalFrontendsAnswerEcho
        }
        let addresses = Set(answering.map(\.address))
        for placed in rules where addresses.contains(placed.rule.frontend) {
            let rule = placed.rule
            if !rule.eligibleMembers(down: input.down, notReady: input.notReady).isEmpty {
                served.insert(rule.frontend)
            } else if !rule.members.isEmpty {
                unserved.insert(rule.frontend)
            }
        }
    }

    /// The options of a frontend's bare address.
    func options(of address: IPAddress) -> RuleOptions {
        if served.contains(address) { return .answersEcho }
        return unserved.contains(address) ? .reportsUnreachable : []
    }
}
