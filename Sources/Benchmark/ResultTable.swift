import Foundation

/// The figures as a person reads them, with the targets beside them.
struct ResultTable {
    let results: [BenchmarkResult]

    /// The table, a family at a time, and a last line that counts the targets.
    var text: String {
        let width = results.map(\.name.count).max() ?? 0
        var lines: [String] = []
        var family: String?
        for result in results {
            if result.family != family {
                family = result.family
                lines += lines.isEmpty ? [] : [""]
                lines.append(result.family)
            }
            let name = result.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let value = Self.padded(Self.text(result.value), 11)
            lines.append("  \(name) \(value) \(Self.unit(result))".trimmingSuffix())
        }
        let judged = results.compactMap(\.met)
        lines += ["", "\(judged.count { $0 }) of \(judged.count) targets met"]
        return lines.joined(separator: "\n")
    }

    private static func unit(_ result: BenchmarkResult) -> String {
        guard let met = result.met else { return result.unit }
        let unit = result.unit.padding(toLength: 12, withPad: " ", startingAt: 0)
        let limit = result.atMost.map { "at most \(text($0))" }
        let bound = limit ?? result.atLeast.map { "at least \(text($0))" } ?? ""
        let target = bound.padding(toLength: 16, withPad: " ", startingAt: 0)
        return "\(unit) \(target) \(met ? "met" : "MISSED")"
    }

    /// Whole numbers without decimals, others as they were rounded.
    private static func text(_ value: Double) -> String {
        guard value.isFinite, value == value.rounded() else { return "\(value)" }
        return String(format: "%.0f", value)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
