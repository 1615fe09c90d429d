import BPF
import PacketProgram
import Planning

/// The packet program's run time in the kernel beside a bare one's, in interleaved rounds.
struct KernelBenchmark: BenchmarkFamily {
    let name = "kernel"

    func run(_ settings: BenchmarkSettings) throws -> [BenchmarkResult] {
        let statistics = try ProgramStatistics.enable()
        defer { withExtendedLifetime(statistics) {} }
        let bare = try LoadedProgram.load(PacketProgram.transmit(), maps: [:])
        let kinds = try LoadedTables(LoadedTables.rulesOfEachKind())
        report("memory of settled flows")
        let memory = try flowMemory(kinds)
        let single = try LoadedTables(LoadedTables.oneRule())
        let many = try LoadedTables(LoadedTables.manyRules())
        let cases = KernelCases(bare: bare, kinds: kinds, single: single, many: many)
        for part in cases.all { try part.prepare() }
        var rounds: [[String: Double]] = []
        for round in 0..<settings.rounds {
            report("round \(round + 1) of \(settings.rounds)")
            var times: [String: Double] = [:]
            for part in cases.all {
                times[part.name] = try part.measure(packets: settings.packets, round: round)
            }
            rounds.append(times)
        }
        return KernelFigures(rounds: rounds).results + memory
    }

    /// What flows through a settled rule, and beside it flows through a tracked one, leave in maps.
    private func flowMemory(_ tables: LoadedTables) throws -> [BenchmarkResult] {
        let flows = 500_000
        func grown(_ part: KernelCase) throws -> (bytes: Int, pins: Int) {
            let before = try MapMemory.bytes(of: tables.maps)
            try part.prepare()
            let after = try MapMemory.bytes(of: tables.maps)
            return (after - before, try tables.maps.pins.keys().count)
        }
        let settled = try grown(KernelCases.settled(tables, flows: flows))
        let tracked = try grown(KernelCases.tracked(tables, flows: flows))
        return [
            BenchmarkResult(
                name: "kernel memory per settled flow",
                value: Double(settled.bytes) / Double(flows),
                unit: "bytes",
                .atMost(0)
            ),
            BenchmarkResult(
                name: "pins after 500,000 settled flows",
                value: Double(settled.pins),
                unit: "pins",
                .atMost(0)
            ),
            BenchmarkResult(
                name: "kernel memory per tracked flow",
                value: Double(tracked.bytes) / Double(flows),
                unit: "bytes"
            ),
            BenchmarkResult(
                name: "pins after 500,000 tracked flows",
                value: Double(tracked.pins),
                unit: "pins"
            ),
        ]
    }
}
