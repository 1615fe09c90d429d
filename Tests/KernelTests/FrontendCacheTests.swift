import Addresses
import BPF
import PacketFormats
import TableStorage
import Tables
import TestSupport
import Testing

/// The packet program keeps frontends that it found; a change must reach the very next packet.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct FrontendCacheTests {
    private let world: KernelWorld
    private let key = FrontendKey(
        address: FixtureWorld.address("192.0.2.100").bits,
        port: BigEndian(443),
        transport: 6
    )

    init() throws {
        world = try KernelWorld()
    }

    /// The member that a packet to the frontend is sent to; `nil` when it is not forwarded.
    private func member() throws -> EthernetAddress? {
        let frame = FrameBuilder(
            from: FixtureWorld.address("198.51.100.7"),
            to: FixtureWorld.address("192.0.2.100"),
            .tcp(source: 40_000, destination: 443, flags: 0x10),
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        ).bytes
        let result = try world.program.testRun(frame)
        guard result.action == 3 else { return nil }
        return result.frame.withUnsafeBytes { $0.loadUnaligned(as: EthernetAddress.self) }
    }

    private func isKept() throws -> Bool {
        let epoch = try #require(try world.maps.frontendEpoch.value(0))
        let kept = try world.maps.frontendCache.perCPU(FrontendCache.index(of: key))
        return kept.contains { $0.key == key && $0.version == epoch + 1 }
    }

    @Test func `a rule that changes or goes does so for the next packet`() throws {
        var entry = try #require(try world.maps.frontends.value(key))
        #expect(try member() == FixtureWorld.member(1))
        #expect(try isKept())
        for number in UInt8(2)...3 {
            entry.lookupTable = UInt32(number)
            try world.maps.setFrontend(key, entry)
            #expect(try !isKept())
            #expect(try member() == FixtureWorld.member(number))
            #expect(try isKept())
        }
        try world.maps.removeFrontend(key)
        #expect(try member() == nil)
        #expect(try !isKept())
        try world.maps.setFrontend(key, entry)
        #expect(try member() == FixtureWorld.member(3))
    }

    @Test func `nothing is kept while the table changes, nor after a change that was not ended`()
        throws
    {
        #expect(try member() == FixtureWorld.member(1))
        let epoch = try #require(try world.maps.frontendEpoch.value(0))
        try world.maps.frontendEpoch.set(0, epoch | 1)
        var entry = try #require(try world.maps.frontends.value(key))
        entry.lookupTable = 2
        try world.maps.frontends.set(key, entry)
        #expect(try member() == FixtureWorld.member(2))
        entry.lookupTable = 3
        try world.maps.frontends.set(key, entry)
        #expect(try member() == FixtureWorld.member(3))
        #expect(try !isKept())
        try world.maps.setFrontend(key, entry)
        #expect(try member() == FixtureWorld.member(3))
        #expect(try isKept())
    }

    @Test func `keys that share a place do not share an entry`() throws {
        var other = key
        let number = try #require(
            (UInt16(444)...UInt16.max).first {
                other.port = BigEndian($0)
                return FrontendCache.index(of: other) == FrontendCache.index(of: key)
            }
        )
        #expect(try member() == FixtureWorld.member(1))
        let frame = FrameBuilder(
            from: FixtureWorld.address("198.51.100.7"),
            to: FixtureWorld.address("192.0.2.100"),
            .tcp(source: 40_000, destination: number, flags: 0x10),
            ethernetSource: FixtureWorld.client,
            ethernetDestination: FixtureWorld.node
        ).bytes
        #expect(try world.program.testRun(frame).action == 1, "no rule has this port")
        #expect(try member() == FixtureWorld.member(1))
    }
}
