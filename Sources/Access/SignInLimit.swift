/// Counts sign-ins that failed, and lets a caller wait who fails too often.
struct SignInLimit {
    private struct Failures {
        var count: Int
        var since: ContinuousClock.Instant
    }

    /// How many sign-ins may fail in a window.
    static let attempts = 10
    /// How long failures count.
    static let window = Duration.seconds(60)
    /// How many callers are remembered; when there are more, the oldest half is forgotten.
    static let callers = 10_000

    private var failures: [String: Failures] = [:]

    /// How many seconds a caller has to wait; 0 for one who may try.
    mutating func wait(_ caller: String, now: ContinuousClock.Instant) -> Int {
        guard let known = failures[caller] else { return 0 }
        let passed = now - known.since
        guard passed < Self.window else {
            failures[caller] = nil
            return 0
        }
        guard known.count >= Self.attempts else { return 0 }
        return max(1, Int(((Self.window - passed) / .seconds(1)).rounded(.up)))
    }

    /// Notes a failure.
    mutating func fail(_ caller: String, now: ContinuousClock.Instant) {
        if failures.count >= Self.callers, failures[caller] == nil { forgetOldest() }
        var known = failures[caller] ?? Failures(count: 0, since: now)
        if now - known.since >= Self.window { known = Failures(count: 0, since: now) }
        known.count += 1
        failures[caller] = known
    }

    private mutating func forgetOldest() {
        let kept = failures.sorted { $0.value.since > $1.value.since }.prefix(Self.callers / 2)
        failures = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
