/// What a rule does when the probe has every member down.
public enum NoHealthyBackendsBehavior: String, Hashable, Sendable, Codable, CaseIterable {
    /// New flows are dropped.
    case allProbedDown = "AllProbedDown"
    /// New flows are sent as if every member were up.
    case allProbedUp = "AllProbedUp"
}
