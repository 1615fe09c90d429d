/// Hands out the lowest indices that nobody has.
struct IndexPool {
    private var occupied: Set<UInt32>
    private var next: UInt32
    private let end: UInt32
    private let table: LimitedTable

    /// Starts with the indices of `range` that are not occupied.
    init(_ range: Range<UInt32>, occupied: Set<UInt32>, of table: LimitedTable) {
        self.occupied = occupied
        next = range.lowerBound
        end = range.upperBound
        self.table = table
    }

    /// The lowest index that is left.
    mutating func take() throws(PlanningError) -> UInt32 {
        while next < end, occupied.contains(next) { next += 1 }
        guard next < end else { throw .limitReached(table) }
        defer { next += 1 }
        return next
    }
}
