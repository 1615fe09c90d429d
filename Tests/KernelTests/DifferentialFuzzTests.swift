import BPF
import Forwarding
import Foundation
import Simulator
import Tables
import TestSupport
import Testing

/// Native and kernel must agree on every frame, byte for byte and count for count.
///
/// `APUS_FUZZ_SEED` and `APUS_FUZZ_COUNT` in the environment choose the sequence and its length.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct DifferentialFuzzTests {
    private struct Difference: Equatable {
        let action: UInt32
        let frame: [UInt8]
    }

    @Test func `native and kernel agree on random and mutated frames`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["APUS_FUZZ_SEED"].flatMap(UInt64.init) ?? .random(in: 0 ... .max)
        let count = environment["APUS_FUZZ_COUNT"].flatMap(Int.init) ?? 200_000
        print("differential fuzz: seed \(seed), \(count) frames")
        let world = try KernelWorld()
        let tables = MemoryTables(FixtureWorld.image)
        var mutator = FrameMutator(seed: seed, corpus: PacketFixtures.all.map(\.frame))
        var seen: [UInt32: Int] = [:]
        for number in 0..<count {
            let frame = mutator.next()
            let kernel = try world.program.testRun(frame)
            let native = Simulation.forward(
                frame,
                interface: FixtureWorld.interface,
                tables: tables
            )
            let expected = Difference(action: action(native), frame: native.frame)
            try #require(
                expected == Difference(action: kernel.action, frame: kernel.frame),
                "seed \(seed), frame \(number): \(frame)"
            )
            seen[kernel.action, default: 0] += 1
        }
        for (rule, counted) in try world.counted().enumerated() {
            let native = tables.counters(UInt32(rule)).map { PacketFixture.Counted($0.pointee) }
            #expect(counted == native, "seed \(seed), rule \(rule)")
        }
        print("differential fuzz: results \(seen.sorted { $0.key < $1.key })")
        #expect(seen.keys.sorted() == [1, 2, 3, 4], "every result must have been met")
    }

    private func action(_ outcome: Simulation.Outcome) -> UInt32 {
        switch outcome.verdict {
        case .drop: 1
        case .pass: 2
        case .transmit: 3
        case .redirect: 4
        }
    }
}
