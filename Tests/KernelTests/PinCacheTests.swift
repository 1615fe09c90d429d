import Addresses
import BPF
import Linux
import PacketFormats
import TableStorage
import Tables
import TestSupport
import Testing

/// Copies of pins are found by their place, and never say what their pin does not.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct PinCacheTests {
    private static let syn: UInt8 = 0x02
    private static let ack: UInt8 = 0x10
    private let world: KernelWorld

    init() throws {
        world = try KernelWorld()
    }

    /// The member that a packet of a client's port reaches.
    private func member(_ port: UInt16, _ flags: UInt8, of rule: String = "114") throws -> UInt8? {
        let packet = PacketFixtures.packet(
            to: "192.0.2.\(rule)",
            .tcp(source: port, destination: 443, flags: flags)
        )
        let result = try world.program.testRun(packet.bytes)
        guard result.action == 3 else { return nil }
        return (UInt8(1)...6).first { result.frame.starts(with: FixtureWorld.member($0).bytes) }
    }

    /// The flow of a port that has a pin.
    private func flow(_ port: UInt16) throws -> FlowKey {
        let flow = try world.maps.pins.keys().first {
            $0.firstPort == BigEndian(port) || $0.secondPort == BigEndian(port)
        }
        return try #require(flow)
    }

    /// Two ports of the client whose flows have one place.
    private func portsOfOnePlace() throws -> (UInt16, UInt16) {
        _ = try member(1, Self.ack)
        var flow = try flow(1)
        try world.maps.flowPins.remove([flow])
        let part = flow.firstPort == BigEndian(1) ? \FlowKey.firstPort : \FlowKey.secondPort
        var ports: [UInt32: UInt16] = [:]
        for port in UInt16(2)... {
            flow[keyPath: part] = BigEndian(port)
            let place = PinCache.place(of: flow)
            if let other = ports[place] { return (other, port) }
            ports[place] = port
        }
        throw NoSuchPorts()
    }

    private struct NoSuchPorts: Error {}

    /// What is in the place of a flow, when the copy holds.
    private func copy(_ flow: FlowKey) throws -> CachedPin? {
        let place = try world.maps.pinCache.value(PinCache.place(of: flow))
        guard let place, place.pin.expires > PinClock.now() else { return nil }
        return place
    }

    @Test func `the second packet of a pinned flow leaves a copy, but none of a tracked rule does`()
        throws
    {
        #expect(try member(5000, Self.ack) == 2)
        let flow = try flow(5000)
        #expect(try copy(flow) == nil)
        #expect(try member(5000, Self.ack) == 2)
        let copied = try #require(try copy(flow))
        #expect(copied.flow == flow)
        #expect(try copied.pin == world.maps.flowPins.value(flow))
        for _ in 0..<3 { #expect(try member(6000, Self.ack, of: "115") != nil) }
        #expect(try copy(self.flow(6000)) == nil)
    }

    @Test func `packets go by the copy`() throws {
        for _ in 0..<2 { #expect(try member(5000, Self.ack) == 2) }
        // Written behind the copy's back, as only a test does it.
        let flow = try flow(5000)
        var pin = try #require(try world.maps.pins.value(flow))
        pin.backend = 1
        try world.maps.pins.set(flow, pin)
        #expect(try member(5000, Self.ack) == 2)
        // As the daemon does it.
        try world.maps.flowPins.set(flow, pin)
        #expect(try member(5000, Self.ack) == 1)
    }

    @Test func `of two flows of one place one has a copy, and both stay where they began`() throws {
        let (first, second) = try portsOfOnePlace()
        #expect(try member(first, Self.syn) == 1)
        for _ in 0..<3 {
            #expect(try member(first, Self.ack) == 1)
            #expect(try member(second, Self.ack) == 2)
        }
        #expect(try copy(flow(first))?.flow == flow(first))
        // A new connection of the first one's ports goes by the slot; the other one stays.
        #expect(try member(first, Self.syn) == 1)
        #expect(try world.maps.flowPins.keys() == [flow(second)])
        #expect(try member(second, Self.ack) == 2)
    }

    @Test func `a SYN voids the copy too, and the place rests`() throws {
        let (first, second) = try portsOfOnePlace()
        for _ in 0..<2 { #expect(try member(first, Self.ack) == 2) }
        let flow = try flow(first)
        #expect(try copy(flow) != nil)
        #expect(try member(first, Self.syn) == 1)
        #expect(try member(first, Self.ack) == 1, "the copy led to member 2")
        // A packet on another CPU may still be reading the copy.
        for _ in 0..<3 {
            #expect(try member(first, Self.ack) == 1)
            #expect(try member(second, Self.ack) == 2)
        }
        #expect(try copy(flow) == nil)
    }

    @Test func `a place that has rested is another flow's`() throws {
        let (first, second) = try portsOfOnePlace()
        for _ in 0..<2 { #expect(try member(first, Self.ack) == 2) }
        let flow = try flow(first)
        try world.maps.flowPins.remove([flow])
        // As long ago as a place rests, and longer.
        let array = try MappedArray(world.maps.pinCache)
        array.values[Int(PinCache.place(of: flow))].pin.expires = 1
        for _ in 0..<2 { #expect(try member(second, Self.ack) == 2) }
        #expect(try copy(flow)?.flow == self.flow(second))
    }

    @Test func `packets renew a pin once in a while, and the copy tells the pin`() throws {
        for _ in 0..<2 { #expect(try member(5000, Self.ack) == 2) }
        let flow = try flow(5000)
        let whole = try #require(try world.maps.flowPins.value(flow)).expires
        let array = try MappedArray(world.maps.pinCache)
        let place = array.values + Int(PinCache.place(of: flow))
        func age(_ nanoseconds: UInt64) throws {
            var pin = try #require(try world.maps.pins.value(flow))
            pin.expires -= nanoseconds
            try world.maps.pins.set(flow, pin)
            place.pointee.pin.expires = pin.expires
        }
        // Enough is left for a flow whose last packet this was.
        try age(Limits.renewalNanoseconds / 4)
        let left = place.pointee.pin.expires
        #expect(try member(5000, Self.ack) == 2)
        #expect(place.pointee.pin.expires == left)
        try age(30 * 1_000_000_000)
        #expect(try member(5000, Self.ack) == 2)
        #expect(place.pointee.pin.expires >= whole)
        #expect(try world.maps.flowPins.value(flow)?.expires == place.pointee.pin.expires)
    }

    @Test func `what is removed has the numbers that its flow's last packet told the copy`() throws
    {
        for _ in 0..<2 { #expect(try member(5000, Self.ack) == 2) }
        let flow = try flow(5000)
        let read = try world.maps.flowPins.entries()
        let array = try MappedArray(world.maps.pinCache)
        array.values[Int(PinCache.place(of: flow))].pin.sequence &+= 1000
        let sequence = try #require(read[flow]).sequence
        #expect(try world.maps.flowPins.removeUnchanged(read)[flow]?.sequence == sequence &+ 1000)
        #expect(try copy(flow) == nil)
    }

    @Test func `what was told to a copy of an earlier flow with the same ends is not the pin's`()
        throws
    {
        #expect(try member(5000, Self.syn) == 1)
        for _ in 0..<2 { #expect(try member(5000, Self.ack) == 1) }
        let flow = try flow(5000)
        let array = try MappedArray(world.maps.pinCache)
        array.values[Int(PinCache.place(of: flow))].pin.sequence &+= 1000
        #expect(try member(5000, Self.syn) == 1)
        #expect(try member(5000, Self.ack) == 1)
        let read = try world.maps.flowPins.entries()
        #expect(try world.maps.flowPins.removeUnchanged(read) == read)
    }

    @Test func `a removed backend takes the copies with it, and no others`() throws {
        #expect(try member(5000, Self.syn) == 1)
        for _ in 0..<2 { #expect(try member(5000, Self.ack) == 1) }
        for _ in 0..<2 { #expect(try member(6000, Self.ack) == 2) }
        let (gone, stays) = (try flow(5000), try flow(6000))
        try world.maps.removeBackend(1)
        #expect(try world.maps.flowPins.keys() == [stays])
        #expect(try copy(gone) == nil)
        #expect(try copy(stays) != nil)
    }
}
