import BPF
import Glibc
import Tables
import Testing

struct KernelClockTests {
    @Test func `ticks are counted from where the kernel's count began`() {
        // At 250 a second the count begins 300 seconds before it reaches 2^32.
        let began: UInt64 = 4_294_892_296
        let reading = ClockReading(ticks: began + 1000, nanoseconds: 4_000_000_123)
        let clock = KernelClock(tick: 4_000_000, at: reading)
        #expect((began + 1000) &* clock.tick &+ clock.start == 4_000_000_123)
        #expect((began + 1500) &* clock.tick &+ clock.start == 6_000_000_123)
        #expect(clock.numbers == ["tick": 4_000_000, "start": clock.start])
    }

    @Test func `the clock that is asked has no tick`() {
        #expect(KernelClock.coarse.numbers == ["tick": 0, "start": 0])
    }

    @Test func `the tick is one that kernels have, as long as high-resolution timers are on`() {
        var resolution = timespec()
        clock_getres(CLOCK_MONOTONIC, &resolution)
        guard resolution.tv_nsec == 1 else {
            #expect(KernelClock.tickNanoseconds() == nil)
            return
        }
        // CONFIG_HZ: 100, 250, 300, 1000, and 1024 on some.
        let ticks: [UInt64] = [10_000_000, 4_000_000, 3_333_333, 1_000_000, 976_563]
        #expect(KernelClock.tickNanoseconds().map(ticks.contains) == true)
    }
}
