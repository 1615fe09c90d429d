/// How long a run takes, and with it how much its figures can be trusted.
struct BenchmarkSettings: Equatable, Sendable {
    /// How often every case is measured; the median counts.
    let rounds: Int
    /// How many packets a round of the kernel harness sends.
    let packets: Int
    /// How many frames a round sends live.
    let liveFrames: Int
    /// How many seconds a round of requests takes.
    let seconds: Int

    /// The figures of record.
    static let full = BenchmarkSettings(
        rounds: 9,
        packets: 60_000,
        liveFrames: 2_000_000,
        seconds: 2
    )
    /// A look that the harness works; the figures scatter.
    static let quick = BenchmarkSettings(
        rounds: 3,
        packets: 20_000,
        liveFrames: 300_000,
        seconds: 1
    )
}
