import Testing

@testable import Benchmark

/// The command line of `apus-bench`.
struct CommandLineTests {
    @Test func `without arguments everything is measured in full`() throws {
        let line = try BenchmarkCommandLine([])
        let task = BenchmarkCommandLine.Task.measure(
            only: [],
            .full,
            file: ".build/bench/results.json"
        )
        #expect(line.task == task)
        #expect(!line.isStrict)
    }

    @Test func `families, length and file are chosen`() throws {
        let words = ["--only", "kernel", "--quick", "--only", "live", "--strict", "r.json"]
        let line = try BenchmarkCommandLine(words)
        #expect(line.task == .measure(only: ["kernel", "live"], .quick, file: "r.json"))
        #expect(line.isStrict)
    }

    @Test func `packets of a kind are asked for`() throws {
        let line = try BenchmarkCommandLine(["--packets", "later fragment", "7"])
        #expect(line.task == .packets(kind: "later fragment", count: 7))
    }

    @Test(
        arguments: [
            ["--only"], ["--only", "nothing"], ["--fast"], ["a", "b"], ["--packets", "reply"],
            ["--packets", "reply", "0"], ["--write-thresholds"],
        ]
    )
    func `what cannot be understood is refused`(words: [String]) {
        #expect(throws: BenchmarkError.self) { try BenchmarkCommandLine(words) }
    }
}
