import Resources

/// What came of a change that was acknowledged.
public struct CommitOutcome: Sendable {
    /// Findings about the touched resources that refuse nothing.
    public var warnings: [ValidationFinding] = []
    /// Why the data plane does not carry the change; `nil` when it does.
    public var failure: CarryFailure?
}
