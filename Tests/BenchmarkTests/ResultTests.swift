import Foundation
import Testing

@testable import Benchmark

/// Figures, their targets, and how they are shown.
struct ResultTests {
    @Test func `a median is the middle, whatever the order`() {
        #expect(Median.of([9, 1, 5]) == 5)
        #expect(Median.of([9, 1, 5, 6]) == 5.5)
        #expect(Median.of([1, 1, 1000]) == 1)
    }

    @Test func `a target is met on its own side only`() {
        func met(_ value: Double, _ target: BenchmarkResult.Target?) -> Bool? {
            BenchmarkResult(name: "a", value: value, unit: "ratio", target).met
        }
        #expect(met(2, .atMost(2)) == true)
        #expect(met(2.1, .atMost(2)) == false)
        #expect(met(2, .atLeast(2)) == true)
        #expect(met(1.9, .atLeast(2)) == false)
        #expect(met(1.9, nil) == nil)
    }

    @Test func `rounding a figure does not reach its target`() {
        let result = BenchmarkResult(name: "a", value: 0.45004, unit: "ratio", .atMost(0.45))
        #expect(result.value == 0.45)
        #expect(result.met == false)
    }

    @Test func `a quotient of nothing meets no target`() {
        #expect(BenchmarkResult("a", 1, over: .nan, .atMost(2)).met == false)
        #expect(BenchmarkResult("a", 1, over: .nan, .atLeast(2)).met == false)
    }

    @Test func `the table groups families and shows targets beside figures`() {
        var first = BenchmarkResult("short", 3, over: 2, .atMost(1))
        first.family = "one"
        var second = BenchmarkResult(name: "a longer name", value: 12_345, unit: "ns")
        second.family = "two"
        let text = ResultTable(results: [first, second]).text
        let expected = """
            one
              short                 1.5 ratio        at most 1        MISSED

            two
              a longer name       12345 ns

            0 of 1 targets met
            """
        #expect(text == expected)
    }

    @Test func `written figures are read back`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "results.json")
        let results = [
            BenchmarkResult("a", 3, over: 2, .atLeast(1)),
            BenchmarkResult(name: "b", value: 0.0004, unit: "ms"),
        ]
        try BenchmarkResult.write(results, to: file)
        let read = try JSONDecoder().decode([BenchmarkResult].self, from: Data(contentsOf: file))
        #expect(read == results)
    }

    @Test func `numbers are grouped by thousands`() {
        #expect(
            [1, 999, 1000, 500_000, 1_234_567].map(\.grouped)
                == ["1", "999", "1,000", "500,000", "1,234,567"]
        )
    }
}
