/// The figures that follow from the medians.
struct EndToEndFigures {
    private let measured: EndToEndMeasurements

    init(_ measured: EndToEndMeasurements) {
        self.measured = measured
    }

    /// All figures.
    var results: [BenchmarkResult] {
        rates(.newConnections, "connections", .atLeast(0.95)) + rates(.keptAlive, "requests", nil)
            + processorTime + failures
    }

    private func rates(
        _ load: WebLoad,
        _ unit: String,
        _ target: BenchmarkResult.Target?
    ) -> [BenchmarkResult] {
        let absolute = measured.contenders.map { name in
            BenchmarkResult(
                name: "\(unit), \(name)",
                value: measured.rate(name, load),
                unit: "\(unit)/s"
            )
        }
        let relative = measured.contenders.filter { $0 != EndToEndLab.Name.direct }.map { name in
            BenchmarkResult(
                name: "\(unit), \(name) over direct",
                value: measured.rate(name, over: EndToEndLab.Name.direct, load),
                unit: "ratio",
                name == EndToEndLab.Name.apus ? target : nil
            )
        }
        return absolute + relative
    }

    private var processorTime: [BenchmarkResult] {
        let apus = measured.microseconds(EndToEndLab.Name.apus) ?? .nan
        let timed = measured.contenders.filter { measured.microseconds($0) != nil }
        let absolute = timed.map { name in
            BenchmarkResult(
                name: "node's CPU time a connection, \(name)",
                value: measured.microseconds(name) ?? .nan,
                unit: "us"
            )
        }
        let relative = timed.filter { $0 != EndToEndLab.Name.apus }.map { name in
            BenchmarkResult(
                "node's CPU time a connection, \(name) over Apus",
                measured.microseconds(name) ?? .nan,
                over: apus,
                .atLeast(3)
            )
        }
        return absolute + relative
    }

    private var failures: [BenchmarkResult] {
        measured.contenders.map { name in
            BenchmarkResult(
                name: "failed requests, \(name)",
                value: Double(measured.failures[name] ?? 0),
                unit: "requests",
                name == EndToEndLab.Name.apus ? .atMost(0) : nil
            )
        }
    }
}
