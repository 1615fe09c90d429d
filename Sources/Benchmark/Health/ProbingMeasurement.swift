import Foundation
import Lab

/// What one process's probes of thousands of members came to.
struct ProbingMeasurement {
    /// Probes a second, while it was measured.
    var perSecond = 0.0
    /// The prober's CPU time for each, in microseconds.
    var microseconds = 0.0
    /// The prober's memory after the first round of questions, in bytes.
    var memoryBefore = 0.0
    /// The same at the end.
    var memoryAfter = 0.0
    /// The largest share of the first round that came in a twentieth of the interval.
    var largestShare = 0.0
    /// How often a member was found down, all of which answer all the time.
    var falls = 0

    /// Measures a load on a machine for some seconds, after its first round.
    init(_ load: ProbeLoad, on machine: Machine, seconds: Int) throws {
        let times = ProbeTimes()
        let isHTTP = load.kind == .http
        let answer = isHTTP ? ProbeListener.response("200 OK") : []
        let listener = try machine.perform {
            try ProbeListener(port: load.port, waitsForRequest: isHTTP) { _ in
                times.note()
                return answer
            }
        }
        defer { listener.stop() }
        let prober = try machine.start(
            [BenchmarkProgram.path] + load.arguments,
            label: "probes-\(load.kind.rawValue)-\(load.milliseconds)"
        )
        defer { prober.terminate() }
        try prober.wait(until: "every member was asked", within: .seconds(60)) {
            times.count >= load.members
        }
        let interval = UInt64(load.milliseconds) * 1_000_000
        MonotonicClock.sleep(until: (times.all.first ?? 0) + interval + 500_000_000)
        let figures = ProcessFigures(pid: prober.pid)
        memoryBefore = try figures.residentBytes()
        let (start, count, spent) = try (
            MonotonicClock.now, times.count, figures.processorNanoseconds()
        )
        MonotonicClock.sleep(until: start + UInt64(seconds) * 1_000_000_000)
        let probes = Double(times.count - count)
        microseconds = (try figures.processorNanoseconds() - spent) / 1000 / probes
        perSecond = probes / Double(MonotonicClock.now - start) * 1e9
        memoryAfter = try figures.residentBytes()
        largestShare = ProbeTimes.largestShare(of: times.all, interval: interval)
        falls = try prober.output().split(separator: "\n").count { $0.contains("member down") }
    }
}
