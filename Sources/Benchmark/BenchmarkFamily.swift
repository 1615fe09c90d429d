/// Figures that are measured together, in interleaved rounds of one harness.
protocol BenchmarkFamily: Sendable {
    /// What `--only` calls it, and what stands beside its figures in the results.
    var name: String { get }
    /// Measures.
    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult]
}

extension BenchmarkFamily {
    /// Tells a person who waits what is being done.
    func report(_ step: String) {
        BenchmarkError.note("\(name): \(step)")
    }
}
