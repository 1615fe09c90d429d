/// What the tables are to hold, and how to get there.
public struct Plan: Equatable, Sendable {
    /// The complete tables.
    public var image: TableImage
    /// The edits that lead there from the present tables, in the order to make them in.
    public var edits: [TableEdit]
    /// The ARM id of each rule, by the index of its counters.
    public var ruleIndices: [UInt32: String]
    /// The backends that are members of each rule, by the index of its counters.
    public var members: RuleMembers

    /// Makes a plan from its parts.
    public init(
        image: TableImage,
        edits: [TableEdit],
        ruleIndices: [UInt32: String],
        members: RuleMembers
    ) {
        self.image = image
        self.edits = edits
        self.ruleIndices = ruleIndices
        self.members = members
    }
}
