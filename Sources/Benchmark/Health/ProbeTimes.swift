import Synchronization

/// When probes came.
final class ProbeTimes: Sendable {
    private static let limit = 4_000_000
    private let times = Mutex<[UInt64]>([])

    /// Notes one; after some millions no more.
    func note() {
        let now = MonotonicClock.now
        times.withLock { if $0.count < Self.limit { $0.append(now) } }
    }

    /// How many came.
    var count: Int { times.withLock(\.count) }

    /// When each came, in nanoseconds.
    var all: [UInt64] { times.withLock(\.self) }

    /// The largest share of the probes of a time that came in any twentieth of it; a twentieth when
    /// they are spread evenly, all when they come at once.
    ///
    /// - Parameter times: in nanoseconds; those of the first `interval` count.
    static func largestShare(of times: [UInt64], interval: UInt64) -> Double {
        guard let first = times.min() else { return .nan }
        var counts = [Int](repeating: 0, count: 20)
        for time in times where time - first < interval {
            counts[Int((time - first) * 20 / interval)] += 1
        }
        return Double(counts.max() ?? 0) / Double(counts.reduce(0, +))
    }
}
