import Glibc
import Tables

/// How the packet program tells the time: numbers that are written into it when it is loaded.
///
/// Its time is what `PinClock` reads, or some timer ticks later. The kernel has a clock to ask, but where
/// returns are guarded against speculation that call cost about what a whole settled packet does. The count of ticks is a variable, which the program reads in place.
public struct KernelClock: Equatable, Sendable {
    /// The nanoseconds of a tick; 0 where the program asks the kernel's clock.
    public let tick: UInt64
    /// The time at tick 0 in nanoseconds, modulo 2^64: the kernel's count does not begin there.
    public let start: UInt64

    /// The clock that is asked by a call.
    public static let coarse = KernelClock(tick: 0, at: ClockReading(ticks: 0, nanoseconds: 0))

    /// A clock by ticks of which both clocks' state is known at one time.
    public init(tick: UInt64, at reading: ClockReading) {
        self.tick = tick
        start = reading.nanoseconds &- reading.ticks &* tick
    }

    /// A clock by ticks that is never behind the daemon's, for whom pins would end too early.
    ///
    /// - Parameter reader: a program that writes a `ClockReading` over a frame's first bytes.
    public init(tick: UInt64, reader: LoadedProgram) throws(BPFError) {
        let result = try reader.testRun([UInt8](repeating: 0, count: 64))
        var reading = result.frame.withUnsafeBytes { $0.loadUnaligned(as: ClockReading.self) }
        // A tick may pass between the two, and each is as coarse as one.
        reading.nanoseconds += 2 * tick
        self.init(tick: tick, at: reading)
    }

    /// The nanoseconds of this kernel's tick; `nil` where a count of them is no clock.
    ///
    /// The coarse clock is as coarse as the tick (`posix_get_coarse_res` in
    /// `kernel/time/posix-timers.c`). With high-resolution timers the ticks are counted by the
    /// monotonic clock (`tick_do_update_jiffies64` in `kernel/time/tick-sched.c`); without them they
    /// are counted as they come, and some are lost on a busy machine.
    public static func tickNanoseconds() -> UInt64? {
        guard resolution(of: CLOCK_MONOTONIC) == 1 else { return nil }
        let tick = resolution(of: CLOCK_MONOTONIC_COARSE)
        // Three ticks, by which the two clocks may differ, are less than what voids a copy of a pin.
        return (1_000...Limits.clockDifferenceNanoseconds / 4).contains(tick) ? tick : nil
    }

    private static func resolution(of clock: clockid_t) -> UInt64 {
        var resolution = timespec()
        guard clock_getres(clock, &resolution) == 0, resolution.tv_sec == 0 else { return 0 }
        return UInt64(resolution.tv_nsec)
    }

    /// The numbers as the packet program names them.
    public var numbers: [String: UInt64] { ["tick": tick, "start": start] }
}
