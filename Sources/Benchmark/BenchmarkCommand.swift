import Foundation

/// What `make bench` runs.
public enum BenchmarkCommand {
    /// The families in the order in which they are measured.
    static let families: [any BenchmarkFamily] = [
        InstructionBenchmark(), PlanningBenchmark(), SweepBenchmark(), KernelBenchmark(),
        LiveBenchmark(), ManagementBenchmark(), HealthBenchmark(), EndToEndBenchmark(),
    ]

    /// Does what the command line asks for, and ends with status 1 after an error.
    ///
    /// A missed target is reported and, unless `--strict` is given, no error: most figures need a
    /// quiet machine. A family that fails does not keep the others' figures from being written.
    public static func run(arguments: [String]) {
        do {
            let line = try BenchmarkCommandLine(arguments)
            switch line.task {
            case .packets(let kind, let count):
                try PacketKind.run(kind, count: count)
            case .probe(let load):
                try load.run()
            case .serve(let service):
                try service.run()
            case .writeThresholds(let file):
                let counts = try InstructionBenchmark().counts()
                try InstructionThresholds(counts).write(to: URL(filePath: file))
                print("written to \(file)")
            case .measure(let only, let settings, let file):
                let succeeded = try measure(only, settings, URL(filePath: file), line.isStrict)
                if !succeeded { exit(1) }
            }
        } catch {
            BenchmarkError.note("error: \(error)")
            exit(1)
        }
    }

    /// Measures, writes and prints; false when a family failed, or strictly when a target was missed.
    private static func measure(
        _ only: Set<String>,
        _ settings: BenchmarkSettings,
        _ file: URL,
        _ isStrict: Bool
    ) throws -> Bool {
        var results: [BenchmarkResult] = []
        var hasFailed = false
        for family in families where only.isEmpty || only.contains(family.name) {
            do {
                results += try family.run(settings).map { result in
                    var result = result
                    result.family = family.name
                    return result
                }
            } catch {
                BenchmarkError.note("error: \(family.name): \(error)")
                hasFailed = true
            }
        }
        try BenchmarkResult.write(results, to: file)
        print(ResultTable(results: results).text)
        print("written to \(file.path())")
        return !hasFailed && !(isStrict && results.contains { $0.met == false })
    }
}
