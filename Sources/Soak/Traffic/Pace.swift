/// Spreads datagrams evenly; time in which the sender did not run is not made up for in a burst.
package struct Pace: Sendable {
    private let interval: UInt64
    private var next: UInt64?

    /// The most that are due at once.
    package static let burst = 32

    /// So many a second.
    package init(rate: Int) {
        interval = 1_000_000_000 / UInt64(max(rate, 1))
    }

    /// How many are due.
    package mutating func due(_ now: UInt64) -> Int {
        var time = next ?? now
        var count = 0
        while time <= now && count < Self.burst {
            time += interval
            count += 1
        }
        next = time > now ? time : now + interval
        return count
    }
}
