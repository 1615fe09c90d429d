import Tables

/// The Maglev tables of the last plan, for the next one: a change is of one pool, as a rule, and the
/// tables of the others are what they were.
///
/// They change nothing in a plan, for a table depends on its members alone.
public struct MaglevTables: Sendable {
    private var last: [[MaglevMember]: [UInt16]] = [:]
    private var present: [[MaglevMember]: [UInt16]] = [:]

    /// The most tables that are kept, of 131 kB each.
    private static let limit = 64

    /// Makes an empty memory.
    public init() {}

    /// The table of members, in the order of their indices.
    mutating func table(of members: [MaglevMember], slots: Int) -> [UInt16] {
        let known = (present[members] ?? last[members]).flatMap { $0.count == slots ? $0 : nil }
        let table = known ?? Maglev.table(of: members, slots: slots)
        if present.count < Self.limit { present[members] = table }
        return table
    }

    /// Forgets the tables that the plan which is made now did not ask for.
    mutating func endPlan() {
        last = present
        present = [:]
    }
}
