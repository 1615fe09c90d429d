/// The middle of what was measured: one disturbed round does not move it.
enum Median {
    /// The median; of an even count the mean of the two in the middle.
    static func of(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "a median needs values")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
