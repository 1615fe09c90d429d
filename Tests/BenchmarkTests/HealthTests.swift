import Testing

@testable import Benchmark

/// What the health family's figures are made of.
struct HealthTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func `probes that are spread evenly have a twentieth of the time each`() {
        let even = (0..<200).map { 7 * Self.second + UInt64($0) * Self.second / 200 }
        #expect(ProbeTimes.largestShare(of: even, interval: Self.second) == 0.05)
        let burst = [UInt64](repeating: Self.second, count: 50)
        #expect(ProbeTimes.largestShare(of: burst, interval: Self.second) == 1)
        // Later rounds have no part in it.
        let later = even + even.map { $0 + Self.second }
        #expect(ProbeTimes.largestShare(of: later, interval: Self.second) == 0.05)
        #expect(ProbeTimes.largestShare(of: [], interval: Self.second).isNaN)
    }

    @Test func `the command lines of its processes are read as they are written`() throws {
        let load = ProbeLoad(.http, members: 5000, milliseconds: 250, port: 8080)
        let service = MortalService(letter: UInt8(ascii: "v"), port: 80, probePort: 8080)
        #expect(try BenchmarkCommandLine(load.arguments).task == .probe(load))
        #expect(try BenchmarkCommandLine(service.arguments).task == .serve(service))
    }

    @Test(
        arguments: [
            ["--probe", "udp", "1", "1", "1"], ["--probe", "tcp", "0", "1", "1"],
            ["--probe", "tcp", "1", "1"], ["--serve", "vv", "80", "81"], ["--serve", "v", "80"],
        ]
    )
    func `other command lines are refused`(words: [String]) {
        #expect(throws: BenchmarkError.self) { try BenchmarkCommandLine(words) }
    }

    @Test func `a service's probes are read from what it prints`() {
        let text = "probe 17\nsomething else\nprobe x\nprobe 2000\n"
        #expect(MortalService.probes(inOutput: text) == [17, 2000])
    }

    /// Connections a tenth of a second apart, of which some fail.
    private func attempts(_ count: Int, failing: Set<Int>) -> [ConnectionPump.Attempt] {
        (0..<count).map { number in
            var attempt = ConnectionPump.Attempt(start: UInt64(number) * Self.second / 10)
            attempt.isOver = true
            attempt.letter = failing.contains(number) ? nil : UInt8(ascii: "s")
            return attempt
        }
    }

    @Test func `the last failure is known once others have gone well for long enough`() {
        func last(_ attempts: [ConnectionPump.Attempt], since moment: UInt64) -> UInt64?? {
            ConnectionPump.lastFailure(in: attempts, since: moment, quiet: Self.second)
        }
        let failed = attempts(30, failing: [3, 12, 15])
        #expect(last(failed, since: Self.second) == .some(15 * Self.second / 10))
        #expect(last(attempts(24, failing: [15]), since: Self.second) == nil, "too early")
        // One that failed before the death has no part in it.
        #expect(last(attempts(30, failing: [3]), since: Self.second) == .some(nil))
        var open = failed
        open[16].isOver = false
        #expect(last(open, since: Self.second) == nil, "one that may still fail")
    }

    @Test func `deaths fall into all parts of the interval`() {
        let phases = DeathCase.phases(rounds: 10)
        #expect(Set(phases.map { Int($0 * 10) }) == Set(0..<10))
    }

    @Test func `each case has both contenders, and figures beside each other`() {
        let seconds = Dictionary(
            uniqueKeysWithValues: DeathCase.all.map { ($0, $0.contender == .apus ? [2.0] : [4.0]) }
        )
        let ratios = DeathFigures(seconds).results.filter { $0.unit == "ratio" }
        #expect(ratios.map(\.value) == [0.5, 0.5, 0.5, 0.5])
        #expect(ratios.allSatisfy { $0.met == true })
    }
}
