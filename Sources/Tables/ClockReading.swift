/// What the kernel's clocks said at one time.
@frozen
public struct ClockReading: BitwiseCopyable, Sendable {
    /// The count of timer ticks (`bpf_jiffies64`).
    public var ticks: UInt64
    /// The coarse monotonic clock in nanoseconds (`bpf_ktime_get_coarse_ns`).
    public var nanoseconds: UInt64

    /// Makes a reading.
    @inlinable @inline(__always)
    public init(ticks: UInt64, nanoseconds: UInt64) {
        self.ticks = ticks
        self.nanoseconds = nanoseconds
    }
}
