import Resources

/// What came, or would come, of several resources that were written at once.
public struct BatchAnswer: Sendable {
    /// What happens to each resource, in the order of the ids.
    public var changes: [BatchChange]
    /// What happens to the tables of the data plane; `nil` when nothing does, or it refuses.
    public var tables: TableChanges?
    /// Findings that refuse nothing.
    public var warnings: [ValidationFinding]
    /// Why the data plane does not, or would not, carry it.
    public var failure: CarryFailure?

    /// The answer as JSON.
    public var json: JSONValue {
        .members([
            ("changes", .array(changes.map(\.json))),
            ("tables", (tables ?? TableChanges(edits: 0, rules: [])).json),
            ("warnings", .array(warnings.map(Self.json))),
            ("failure", failure?.json),
        ])
    }

    private static func json(_ finding: ValidationFinding) -> JSONValue {
        .object([
            "code": .string(finding.code.rawValue),
            "message": .string(finding.message),
            "target": .string(finding.target),
        ])
    }
}
