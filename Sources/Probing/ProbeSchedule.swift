/// When a member is asked: soon after the start, then always at its own moment of the interval.
///
/// Each member's moment is a fraction of the interval. The fractions of members that are numbered
/// one after the other follow the golden ratio, so that those of any run of numbers lie evenly,
/// whichever members come and go: questions never come in bursts.
struct ProbeSchedule: Hashable, Sendable {
    /// The time between the first questions to members that begin together.
    static let startingPace: Duration = .milliseconds(5)

    private let start: ContinuousClock.Instant
    private let interval: Duration
    private let phase: Double
    private let startingSpan: Duration

    /// Plans for one of `count` members that begin together; `number` differs for each member.
    init(number: Int, of count: Int, interval: Duration, start: ContinuousClock.Instant) {
        self.start = start
        self.interval = interval
        let goldenRatio = 0.618_033_988_749_894_8
        phase = (Double(number) * goldenRatio).truncatingRemainder(dividingBy: 1)
        startingSpan = min(interval, Self.startingPace * count)
    }

    /// The moment of the first question: sooner than its place in the interval where few begin.
    var first: ContinuousClock.Instant { start + startingSpan * phase }

    /// The moment of the question after one: at least half an interval later, and never before
    /// `now` by more than an interval, so that a node that slept does not catch up.
    func next(
        after last: ContinuousClock.Instant,
        now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        let earliest = max(last + interval / 2, now - interval)
        let origin = start + interval * phase
        let beats = ((earliest - origin) / interval).rounded(.up)
        return origin + interval * max(0, beats)
    }
}
