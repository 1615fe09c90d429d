/// The figures of one kind of probe.
struct ProbingFigures {
    /// How many members are asked.
    static let members = 5000

    private let kind: String

    /// Measures with Azure's shortest interval, with one that asks for 5,000 probes a second, and
    /// with one that asks for more than a process can.
    ///
    /// - Parameter measure: takes an interval in milliseconds, and for how many seconds.
    static func all(
        _ kind: ProbeLoad.Kind,
        _ measure: (_ milliseconds: Int, _ seconds: Int?) throws -> ProbingMeasurement
    ) throws -> [BenchmarkResult] {
        let figures = ProbingFigures(kind: kind.rawValue.uppercased())
        let usual = try measure(5000, nil)
        return figures.usual(usual) + figures.often(try measure(1000, 6))
            + figures.ceiling(try measure(200, 4))
    }

    private func usual(_ found: ProbingMeasurement) -> [BenchmarkResult] {
        [
            BenchmarkResult(
                name: "\(kind): 5,000 members every 5 s, probes",
                value: found.perSecond,
                unit: "1/s",
                .atLeast(990)
            ),
            BenchmarkResult(
                name: "\(kind): CPU time a probe",
                value: found.microseconds,
                unit: "us"
            ),
            BenchmarkResult(
                name: "\(kind): largest share of a round in 1/20 of its time",
                value: found.largestShare,
                unit: "ratio",
                .atMost(0.1)
            ),
            falls("every 5 s", found, .atMost(0)),
            BenchmarkResult(
                name: "\(kind): memory after the first round",
                value: found.memoryBefore / 1e6,
                unit: "MB"
            ),
            BenchmarkResult(
                "\(kind): memory at the end over after the first round",
                found.memoryAfter,
                over: found.memoryBefore,
                .atMost(1.05)
            ),
        ]
    }

    private func often(_ found: ProbingMeasurement) -> [BenchmarkResult] {
        [
            BenchmarkResult(
                name: "\(kind): 5,000 members every second, probes",
                value: found.perSecond,
                unit: "1/s"
            ),
            BenchmarkResult(
                name: "\(kind): CPU time a probe, every second",
                value: found.microseconds,
                unit: "us"
            ),
            falls("every second", found, nil),
        ]
    }

    private func ceiling(_ found: ProbingMeasurement) -> [BenchmarkResult] {
        [
            BenchmarkResult(
                name: "\(kind): more than one process can, probes",
                value: found.perSecond,
                unit: "1/s"
            ),
            falls("then", found, nil),
        ]
    }

    /// Members that answer all the time: found down only because the prober had no time for them.
    private func falls(
        _ when: String,
        _ found: ProbingMeasurement,
        _ target: BenchmarkResult.Target?
    ) -> BenchmarkResult {
        BenchmarkResult(
            name: "\(kind): members wrongly found down, \(when)",
            value: Double(found.falls),
            unit: "members",
            target
        )
    }
}
