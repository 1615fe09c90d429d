import Glibc

/// The clock of a soak: nanoseconds, as cheap to compare as integers are.
package enum SoakClock {
    /// Now.
    package static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Nanoseconds of so many seconds.
    package static func seconds(_ count: Double) -> UInt64 { UInt64(count * 1e9) }
}
