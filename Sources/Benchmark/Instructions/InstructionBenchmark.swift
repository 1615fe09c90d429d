import Foundation
import Linux

/// The instructions that the forwarding decision takes for a packet of each kind, counted by
/// valgrind: a regression shows without a clock.
struct InstructionBenchmark: BenchmarkFamily {
    let name = "instructions"
    private static let packets = 10_000

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        let counts = try counts()
        let inOrder = PacketKind.all.compactMap { kind in counts[kind.name].map { (kind.name, $0) }
        }
        return try InstructionThresholds.committed().results(inOrder)
    }

    /// The instructions a packet, by kind.
    func counts() throws -> [String: Int] {
        let program = try Self.strippedProgram()
        var counts: [String: Int] = [:]
        for kind in PacketKind.all {
            report(kind.name)
            let once = try Self.instructions(program, kind.name, Self.packets)
            let twice = try Self.instructions(program, kind.name, 2 * Self.packets)
            // The start is in both, so it vanishes, all but the few instructions by which two starts
            // of a process differ: less than one a packet.
            let perPacket = Double(twice - once) / Double(Self.packets)
            counts[kind.name] = Int(perPacket.rounded())
        }
        return counts
    }

    /// All instructions of a process that decides for a count of packets.
    private static func instructions(
        _ program: String,
        _ kind: String,
        _ packets: Int
    ) throws -> Int {
        let command = [
            // A dictionary's hashes are else seeded anew in every process.
            "env", "SWIFT_DETERMINISTIC_HASHING=1", "valgrind", "--tool=callgrind",
            "--callgrind-out-file=/dev/null", program, "--packets", kind, "\(packets)",
        ]
        let outcome = try ChildProcess.run(command, until: .now + .seconds(120))
        guard outcome.status.isSuccess else {
            throw BenchmarkError.failed(program: "valgrind", text: outcome.errors)
        }
        guard let count = collected(outcome.errors) else {
            throw BenchmarkError.malformed(program: "valgrind", text: outcome.errors)
        }
        return count
    }

    /// A copy of the running program beside it, without what is only for debuggers: valgrind gives
    /// up at debugging sections that are newer than itself.
    private static func strippedProgram() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let copy = "\(own)-stripped"
        let outcome = try ChildProcess.run(
            ["strip", "--strip-debug", "-o", copy, own],
            until: .now + .seconds(60)
        )
        guard outcome.status.isSuccess else {
            throw BenchmarkError.failed(program: "strip", text: outcome.errors)
        }
        return copy
    }

    /// The count in callgrind's line `Collected : 123`.
    static func collected(_ text: String) -> Int? {
        let line = text.split(separator: "\n").last { $0.contains("Collected :") }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }
}
