import Foundation

/// One figure that a benchmark found.
public struct BenchmarkResult: Codable, Equatable, Sendable {
    /// What was measured.
    public let name: String
    /// The figure.
    public let value: Double
    /// Its unit; `ratio` for a quotient.
    public let unit: String
    /// The figure to reach, where there is one: at most this.
    public let target: Double?
    /// Whether it was reached.
    public let met: Bool?

    /// Makes a figure; with a target it is met when the value is not above it.
    public init(name: String, value: Double, unit: String, atMost target: Double? = nil) {
        self.name = name
        self.value = (value * 1000).rounded() / 1000
        self.unit = unit
        self.target = target
        met = target.map { value <= $0 }
    }

    /// Writes figures as one JSON array.
    public static func write(_ results: [BenchmarkResult], to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try encoder.encode(results).write(to: file, options: .atomic)
    }

    /// A line for people.
    public var line: String {
        let figure = "\(name): \(value) \(unit)"
        guard let target, let met else { return figure }
        return "\(figure) (at most \(target): \(met ? "met" : "MISSED"))"
    }
}
