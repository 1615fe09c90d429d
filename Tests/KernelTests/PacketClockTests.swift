import BPF
import PacketProgram
import Planning
import Tables
import TestSupport
import Testing

/// The packet program and the daemon agree on what time it is, whichever clock the program has.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct PacketClockTests {
    /// Three ticks of the slowest kernel, and what reading them takes.
    private static let tolerance = Limits.clockDifferenceNanoseconds / 2

    /// Pins a flow of the fixtures' unsettled rule, and looks when the pin ends.
    private func pinsByTheDaemonsClock(_ clock: KernelClock?) throws {
        let world = try KernelWorld(clock: clock)
        let packet = PacketFixtures.packet(
            to: "192.0.2.114",
            .tcp(source: 5000, destination: 443, flags: 0x10)
        )
        let before = PinClock.now()
        #expect(try world.program.testRun(packet.bytes).action == 3)
        let after = PinClock.now()
        let flow = try #require(try world.maps.pins.keys().first)
        let pin = try #require(try world.maps.pins.value(flow))
        let rule = FixtureWorld.image.frontends.first { $0.value.rule == UInt32(flow.rule) }
        let idle = UInt64(try #require(rule).value.idleSeconds) * 1_000_000_000
        let seen = pin.expires - idle - Limits.renewalNanoseconds
        // Not a tick before: a flow would lose its pin too early.
        #expect(seen >= before)
        #expect(seen <= after + Self.tolerance)
    }

    @Test func `pins end by the daemon's clock`() throws {
        try pinsByTheDaemonsClock(nil)
    }

    @Test func `pins end by the daemon's clock also where ticks may be lost`() throws {
        try pinsByTheDaemonsClock(.coarse)
    }

    @Test func `a clock by ticks is read to be where the daemon's is`() throws {
        let clock = try PacketProgram.kernelClock()
        guard let tick = KernelClock.tickNanoseconds() else {
            #expect(clock == .coarse)
            return
        }
        #expect(clock.tick == tick)
        // Two readings of one moment: only the tick that passes between their parts differs.
        let again = try PacketProgram.kernelClock()
        #expect(clock.start &- again.start &+ Self.tolerance <= 2 * Self.tolerance)
    }
}
