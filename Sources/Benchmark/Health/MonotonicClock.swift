import Foundation

/// The clock that all processes of a machine share, in nanoseconds.
enum MonotonicClock {
    /// What it shows (`CLOCK_MONOTONIC`).
    static var now: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// Sleeps until it shows a moment.
    static func sleep(until moment: UInt64) {
        while now < moment { usleep(UInt32(clamping: min((moment - now) / 1000 + 1, 200_000))) }
    }
}
