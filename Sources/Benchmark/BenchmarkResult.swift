import Foundation

/// One figure that a benchmark found.
public struct BenchmarkResult: Codable, Equatable, Sendable {
    /// A figure to reach.
    public enum Target: Equatable, Sendable {
        /// Less is better.
        case atMost(Double)
        /// More is better.
        case atLeast(Double)
    }

    /// The family of figures that it is one of.
    public var family = ""
    /// What was measured.
    public let name: String
    /// The figure.
    public let value: Double
    /// Its unit; `ratio` for a quotient.
    public let unit: String
    /// The largest figure that is good enough, where there is one.
    public let atMost: Double?
    /// The smallest figure that is good enough, where there is one.
    public let atLeast: Double?
    /// Whether the target was reached; `nil` without one.
    public let met: Bool?

    /// Makes a figure; a target is compared with the value before it is rounded.
    public init(name: String, value: Double, unit: String, _ target: Target? = nil) {
        self.name = name
        self.value = Self.rounded(value)
        self.unit = unit
        switch target {
        case nil:
            (atMost, atLeast, met) = (nil, nil, nil)
        case .atMost(let limit):
            (atMost, atLeast, met) = (limit, nil, value <= limit)
        case .atLeast(let limit):
            (atMost, atLeast, met) = (nil, limit, value >= limit)
        }
    }

    /// Makes the quotient of two figures.
    public init(_ name: String, _ value: Double, over other: Double, _ target: Target? = nil) {
        self.init(name: name, value: value / other, unit: "ratio", target)
    }

    /// Three decimals below a thousand: no figure here is more exact.
    private static func rounded(_ value: Double) -> Double {
        abs(value) < 1000 ? (value * 1000).rounded() / 1000 : value.rounded()
    }

    /// Writes figures as one JSON array.
    public static func write(_ results: [BenchmarkResult], to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try encoder.encode(results).write(to: file, options: .atomic)
    }
}
