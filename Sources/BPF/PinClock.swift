import Glibc

/// The clock that pins end by: what the packet program's clock says, to some timer ticks
/// (`KernelClock`).
public enum PinClock {
    /// Now, in nanoseconds.
    public static func now() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
