/// The middle of what was measured: one disturbed round does not move it.
enum Median {
    /// The median; of an even count the mean of the two in the middle.
    static func of(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "a median needs values")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The median of the quotients of values that were measured side by side, round by round; not a
    /// number without any.
    ///
    /// What slows a machine down for a while slows both values of a round.
    static func ofQuotients(_ values: [Double], over others: [Double]) -> Double {
        let quotients = zip(values, others).map { $0 / $1 }
        return quotients.isEmpty ? .nan : of(quotients)
    }
}
