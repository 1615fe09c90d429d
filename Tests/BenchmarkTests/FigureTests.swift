import Testing

@testable import Benchmark

/// What figures are made of, and the output of programs that they are read from.
struct FigureTests {
    private static func value(_ name: String, in results: [BenchmarkResult]) -> BenchmarkResult? {
        results.first { $0.name == name }
    }

    /// The times of a round on a machine that takes `slowness` times as long as another.
    private static func kernelRound(slowness: Double) -> [String: Double] {
        typealias Name = KernelCases.Name
        var times = [Name.bare: 100.0, Name.oneRule: 140, Name.manyOneUsed: 144]
        for flows in KernelCases.flowCounts {
            times[Name.settled(flows)] = 140
            times[Name.tracked(flows)] = 200
        }
        for name in Name.others + [Name.manyAllUsed] { times[name] = 190 }
        return times.mapValues { $0 * slowness }
    }

    @Test func `kernel figures are taken above the bare program, round by round`() {
        let rounds = [1, 2, 4].map(Self.kernelRound)
        let results = KernelFigures(rounds: rounds).results
        let ratio = Self.value("settled over tracked, 1,000 flows", in: results)
        #expect(ratio?.value == 0.4 && ratio?.met == true)
        let time = Self.value("floating IP above bare, 1,000 flows", in: results)
        #expect(time?.value == 80)
        #expect(Self.value("settled over tracked, 1 flow", in: results)?.met == nil)
        let loaded = Self.value(
            "600 frontends and 1,500 rules, packets to one over one rule",
            in: results
        )
        #expect(loaded?.value == 1.1 && loaded?.met == true)
        let fragments = Self.value("later fragments over floating IP", in: results)
        #expect(fragments?.value == 2.25 && fragments?.met == false)
        #expect(results.allSatisfy { $0.value.isFinite })
    }

    @Test func `a threshold is missed by one instruction more`() {
        let thresholds = InstructionThresholds(["a": 100, "b": 100])
        let results = thresholds.results([("a", 100), ("b", 101), ("new", 5)])
        #expect(results.map(\.met) == [true, false, nil])
    }

    @Test func `every kind of packet has a threshold, and no other has`() throws {
        let committed = try InstructionThresholds.committed().instructionsPerPacket
        #expect(Set(committed.keys) == Set(PacketKind.all.map(\.name)))
        #expect(committed.values.allSatisfy { $0 > 0 })
    }

    @Test(arguments: PacketKind.all.map(\.name))
    func `a kind's packets meet the fate that it is named after`(name: String) throws {
        try PacketKind.run(name, count: 3)
    }

    @Test func `all kinds that are counted are there`() {
        // Those that are found by the name of a fixture vanish when it is named otherwise.
        #expect(PacketKind.all.count == 15)
    }

    @Test func `an unknown kind is refused`() {
        #expect(throws: BenchmarkError.unknownKind("a")) { try PacketKind.run("a", count: 1) }
    }

    @Test func `the count of callgrind is read`() {
        let text = "==7== Events    : Ir\n==7== Collected : 85491471\n==7==\n"
        #expect(InstructionBenchmark.collected(text) == 85_491_471)
        #expect(InstructionBenchmark.collected("==7== nothing") == nil)
    }

    @Test func `a map's memory is read`() {
        let text = "pos:\t0\nmap_type:\t1\nmemlock:\t8392704\nfrozen:\t0\n"
        #expect(MapMemory.memory(inDescription: text) == 8_392_704)
        #expect(MapMemory.memory(inDescription: "pos:\t0\n") == nil)
    }
}
