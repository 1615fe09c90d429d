/// The figures that follow from the medians of the kernel harness.
struct KernelFigures {
    /// The time of a run in nanoseconds, by the name of its case.
    let medians: [String: Double]

    private typealias Name = KernelCases.Name

    /// All figures.
    var results: [BenchmarkResult] { flowCounts + loadedRules + otherPackets }

    /// What a case takes above the program that only sends frames back.
    private func above(_ name: String) -> Double {
        (medians[name] ?? .nan) - (medians[Name.bare] ?? .nan)
    }

    private func time(_ title: String, _ name: String) -> BenchmarkResult {
        BenchmarkResult(name: title, value: above(name), unit: "ns")
    }

    private var flowCounts: [BenchmarkResult] {
        var results = [
            BenchmarkResult(
                name: "bare XDP_TX program",
                value: medians[Name.bare] ?? .nan,
                unit: "ns"
            )
        ]
        for flows in KernelCases.flowCounts {
            let title = "\(flows.grouped) flow\(flows == 1 ? "" : "s")"
            results += [
                time("floating IP above bare, \(title)", Name.settled(flows)),
                time("every flow tracked above bare, \(title)", Name.tracked(flows)),
                BenchmarkResult(
                    "settled over tracked, \(title)",
                    above(Name.settled(flows)),
                    over: above(Name.tracked(flows)),
                    flows == 1 ? nil : .atMost(0.45)
                ),
            ]
        }
        let growth = BenchmarkResult(
            "500,000 settled flows over 1,000",
            above(Name.settled(500_000)),
            over: above(Name.settled(1000)),
            .atMost(2)
        )
        return results + [growth]
    }

    private var loadedRules: [BenchmarkResult] {
        // Packets to all of them read tables that no cache holds; the figure is there to be known.
        let cases: [(String, BenchmarkResult.Target?)] = [
            (Name.manyOneUsed, .atMost(1.15)), (Name.manyAllUsed, nil),
        ]
        return [time("one rule above bare", Name.oneRule)]
            + cases.map { name, target in
                BenchmarkResult(
                    "600 frontends and \(name) over one rule",
                    above(name),
                    over: above(Name.oneRule),
                    target
                )
            }
    }

    private var otherPackets: [BenchmarkResult] {
        Name.others.map { name in
            BenchmarkResult(
                "\(name) over floating IP",
                above(name),
                over: above(Name.settled(KernelCases.steadyFlows)),
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
