/// The figures that follow from the rounds of the kernel harness.
///
/// What is compared is compared within a round, and the median of the rounds' quotients counts: a
/// machine that changes its speed from round to round does not move it.
struct KernelFigures {
    /// The time of a run in nanoseconds, by the name of its case, in each round.
    let rounds: [[String: Double]]

    private typealias Name = KernelCases.Name

    /// All figures.
    var results: [BenchmarkResult] { flowCounts + loadedRules + otherPackets }

    /// What a case takes above the program that only sends frames back.
    private func above(_ name: String, in round: [String: Double]) -> Double {
        (round[name] ?? .nan) - (round[Name.bare] ?? .nan)
    }

    private func time(_ title: String, _ name: String) -> BenchmarkResult {
        let value = Median.of(rounds.map { above(name, in: $0) })
        return BenchmarkResult(name: title, value: value, unit: "ns")
    }

    private func ratio(
        _ title: String,
        _ name: String,
        over other: String,
        _ target: BenchmarkResult.Target?
    ) -> BenchmarkResult {
        let value = Median.ofQuotients(
            rounds.map { above(name, in: $0) },
            over: rounds.map { above(other, in: $0) }
        )
        return BenchmarkResult(name: title, value: value, unit: "ratio", target)
    }

    private var flowCounts: [BenchmarkResult] {
        var results = [
            BenchmarkResult(
                name: "bare XDP_TX program",
                value: Median.of(rounds.map { $0[Name.bare] ?? .nan }),
                unit: "ns"
            )
        ]
        for flows in KernelCases.flowCounts {
            let title = "\(flows.grouped) flow\(flows == 1 ? "" : "s")"
            results += [
                time("floating IP above bare, \(title)", Name.settled(flows)),
                time("every flow tracked above bare, \(title)", Name.tracked(flows)),
                ratio(
                    "settled over tracked, \(title)",
                    Name.settled(flows),
                    over: Name.tracked(flows),
                    flows == 1 ? nil : .atMost(0.45)
                ),
            ]
        }
        let growth = ratio(
            "500,000 settled flows over 1,000",
            Name.settled(500_000),
            over: Name.settled(1000),
            .atMost(2)
        )
        return results + [growth]
    }

    private var loadedRules: [BenchmarkResult] {
        // The target is for what loading them costs. Packets to all of them also meet tables that no
        // cache holds, which is reported beside it.
        let cases: [(String, BenchmarkResult.Target?)] = [
            (Name.manyOneUsed, .atMost(1.15)), (Name.manyAllUsed, nil),
        ]
        return [time("one rule above bare", Name.oneRule)]
            + cases.map { name, target in
                ratio("600 frontends and \(name) over one rule", name, over: Name.oneRule, target)
            }
    }

    private var otherPackets: [BenchmarkResult] {
        Name.others.map { name in
            ratio(
                "\(name) over floating IP",
                name,
                over: Name.settled(KernelCases.steadyFlows),
                .atMost(2)
            )
        }
    }
}

extension Int {
    /// The number with commas between groups of three digits.
    var grouped: String {
        let digits = Array(String(self))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
