import Foundation

/// The counts of instructions that no change may raise without saying so.
struct InstructionThresholds: Codable, Equatable {
    /// Instructions a packet, by kind.
    let instructionsPerPacket: [String: Int]

    /// Makes thresholds of counts.
    init(_ counts: [String: Int]) {
        instructionsPerPacket = counts
    }

    /// The committed ones.
    static func committed() throws -> InstructionThresholds {
        let bytes = PackageResources.thresholds_json
        return try JSONDecoder().decode(InstructionThresholds.self, from: Data(bytes))
    }

    /// Writes them in the form in which they are committed.
    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        var text = try encoder.encode(self)
        text.append(UInt8(ascii: "\n"))
        try text.write(to: file, options: .atomic)
    }

    /// Counts beside the thresholds; a kind that has none is reported without a target.
    func results(_ counts: [(kind: String, count: Int)]) -> [BenchmarkResult] {
        counts.map { kind, count in
            BenchmarkResult(
                name: kind,
                value: Double(count),
                unit: "instructions",
                instructionsPerPacket[kind].map { .atMost(Double($0)) }
            )
        }
    }
}
