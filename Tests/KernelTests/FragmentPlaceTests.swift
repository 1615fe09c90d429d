import Addresses
import BPF
import PacketFormats
import Tables
import TestSupport
import Testing

/// Datagrams in fragments have the places of their set, of which the oldest goes for one more.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct FragmentPlaceTests {
    private let world: KernelWorld

    init() throws {
        world = try KernelWorld()
    }

    private func datagram(_ identification: UInt16) -> FrameBuilder {
        PacketFixtures.packet(
            to: "192.0.2.100",
            .udp(source: 5000, destination: 53, hasChecksum: false)
        ).with(\.identification, identification)
    }

    private func key(_ identification: UInt16) -> FragmentKey {
        let packet = datagram(identification)
        return FragmentKey(
            source: packet.source.bits,
            destination: packet.destination.bits,
            identification: UInt32(identification.bigEndian),
            transport: 17
        )
    }

    private func forwardsFirst(_ identification: UInt16) throws -> Bool {
        // More fragments follow.
        let frame = datagram(identification).with(\.fragment, 0x2000).bytes
        return try world.program.testRun(frame).action == 3
    }

    private func forwardsLater(_ identification: UInt16) throws -> Bool {
        let frame = datagram(identification).with(\.transport, .other(17)).with(\.fragment, 2)
        return try world.program.testRun(frame.bytes).action == 3
    }

    /// Datagrams of one set, one more than it has places.
    private func datagramsOfOneSet() throws -> [UInt16] {
        let sets = Dictionary(grouping: UInt16.min...UInt16.max) {
            Fragments.set(of: Fragments.hash(of: key($0)))
        }
        let found = sets.values.first { $0.count > Int(FragmentSet.count) }
        return Array(try #require(found).prefix(Int(FragmentSet.count) + 1))
    }

    /// The set that a datagram is in, and the number of its place.
    private func place(
        _ identification: UInt16,
        in sets: borrowing MappedArray<Fragments>
    ) throws -> (UnsafeMutablePointer<FragmentSet>, Int) {
        let key = key(identification)
        let set = sets.values + Int(Fragments.set(of: Fragments.hash(of: key)))
        let number = (0..<Int(FragmentSet.count)).first {
            set.pointee.places[$0].datagram == key
        }
        return (set, try #require(number))
    }

    @Test func `each place of a set has a datagram, and the oldest goes for one more`() throws {
        let datagrams = try datagramsOfOneSet()
        for datagram in datagrams.dropLast() { #expect(try forwardsFirst(datagram)) }
        for datagram in datagrams.dropLast() { #expect(try forwardsLater(datagram)) }
        // A packet's clock ticks every few milliseconds, so the oldest is made older by hand.
        let sets = try MappedArray(world.maps.fragments)
        let (set, number) = try place(datagrams[1], in: sets)
        set.pointee.ends[number] -= 1_000_000_000
        #expect(try forwardsFirst(datagrams[4]))
        #expect(try datagrams.map(forwardsLater) == [true, false, true, true, true])
    }

    @Test func `a datagram that begins again keeps its place`() throws {
        let datagrams = try datagramsOfOneSet()
        for _ in 0..<8 { #expect(try forwardsFirst(datagrams[0])) }
        for datagram in datagrams.dropFirst().dropLast() {
            #expect(try forwardsFirst(datagram))
        }
        for datagram in datagrams.dropLast() { #expect(try forwardsLater(datagram)) }
    }

    @Test(arguments: 0..<4)
    func `what was written in part is no datagram's`(part: Int) throws {
        #expect(try forwardsFirst(7))
        let sets = try MappedArray(world.maps.fragments)
        let (set, number) = try place(7, in: sets)
        let whole = set.pointee.places[number]
        switch part {
        case 0: set.pointee.places[number].seal ^= 1
        case 1: set.pointee.places[number].entry.expires ^= 1
        case 2: set.pointee.places[number].entry.sourcePort = BigEndian(5001)
        default: set.pointee.places[number].datagram = key(8)
        }
        #expect(try !forwardsLater(7))
        #expect(try !forwardsLater(8))
        set.pointee.places[number] = whole
        #expect(try forwardsLater(7))
    }
}
