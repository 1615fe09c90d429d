import Readiness
import Resources

/// What has changed in what is found of members since it was last told.
struct ReadinessChanges: Sendable {
    /// The findings that may be others than before.
    var findings: [RuleMember: ReadinessFinding] = [:]
    /// Members that are not asked any more.
    var gone: Set<RuleMember> = []
    /// Who says that it has a frontend's address: all of them.
    var claims: [FrontendClaim] = []
}
