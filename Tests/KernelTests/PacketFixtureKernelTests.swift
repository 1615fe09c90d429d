import BPF
import TableStorage
import TestSupport
import Testing

/// The packet cases against the packet program in the kernel, through BPF_PROG_TEST_RUN.
@Suite(.serialized, .enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct PacketFixtureKernelTests {
    private static let world = Result { try KernelWorld() }

    @Test(arguments: PacketFixtures.all)
    func `a packet case comes out of the kernel as it must`(fixture: PacketFixture) throws {
        try check(fixture)
    }

    @Test(arguments: PacketFixtures.sequences)
    func `a packet sequence comes out of the kernel as it must`(sequence: PacketSequence) throws {
        for packet in sequence.packets { try check(packet) }
    }

    private func check(_ fixture: PacketFixture) throws {
        let world = try Self.world.get()
        let before = try world.counted()
        let result = try world.program.testRun(fixture.frame)
        switch fixture.expectation {
        case .pass(let frame): #expect(result == TestRunResult(action: 2, frame: frame))
        case .transmit(let frame): #expect(result == TestRunResult(action: 3, frame: frame))
        case .redirect(let frame, _): #expect(result == TestRunResult(action: 4, frame: frame))
        case .drop: #expect(result.action == 1)
        }
        let gained = zip(try world.counted(), before).map { $0 - $1 }
        for (rule, counted) in gained.enumerated() {
            let isExpected = fixture.rule == UInt32(rule)
            #expect(counted == (isExpected ? fixture.counted : .init()), "rule \(rule)")
        }
    }

    @Test func `what was loaded into the maps is what is read back from them`() throws {
        let world = try Self.world.get()
        #expect(try world.maps.readImage() == FixtureWorld.image)
    }
}
