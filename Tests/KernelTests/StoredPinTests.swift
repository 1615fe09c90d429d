import BPF
import PacketFormats
import Planning
import TableStorage
import Tables
import Testing

/// Pins are read and removed many at a time, and never one that a packet has renewed.
@Suite(.enabled(if: try KernelCapability.isPresent, "needs CAP_BPF and CAP_NET_ADMIN"))
struct StoredPinTests {
    private let maps: ForwardingMaps

    init() throws {
        maps = try ForwardingMaps.create()
    }

    private func flow(_ number: UInt32) -> FlowKey {
        FlowKey(
            first: AddressBits(ipv4: number),
            second: AddressBits(ipv4: .max),
            firstPort: BigEndian(40_000),
            secondPort: BigEndian(443),
            transport: 6,
            rule: 1
        )
    }

    private func pin(_ backend: UInt16, expires: UInt64 = 7) -> PinEntry {
        PinEntry(expires: expires, backend: backend, backendPort: BigEndian(443), options: [])
    }

    /// More pins than one call reads.
    private let count: UInt32 = 10_000

    private func fill(_ map: LoadedMap<Pins>) throws {
        for number in 0..<count { try map.set(flow(number), pin(UInt16(number % 3 + 1))) }
    }

    @Test func `all pins are read, each once`() throws {
        try fill(maps.pins)
        #expect(try maps.pins.entries().count == Int(count))
        let read = try maps.flowPins.entries()
        #expect(read.count == Int(count))
        #expect(read[flow(count - 1)] == pin(UInt16((count - 1) % 3 + 1)))
    }

    @Test func `an empty table has no pins`() throws {
        #expect(try maps.flowPins.entries().isEmpty)
        #expect(try maps.flowPins.removeUnchanged([:]).isEmpty)
    }

    @Test func `a pin that was renewed since it was read stays`() throws {
        try fill(maps.pins)
        let read = try maps.flowPins.entries()
        let renewed = (UInt32(0)..<count).filter { $0 % 1000 == 0 }
        for number in renewed { try maps.pins.set(flow(number), pin(9, expires: 8)) }
        // Gone already, as when the flow's next SYN removed it.
        try maps.pins.remove(flow(1))
        let removed = try maps.flowPins.removeUnchanged(read)
        #expect(removed.count == Int(count) - renewed.count - 1)
        let left = try maps.flowPins.entries()
        #expect(Set(left.keys) == Set(renewed.map(flow)))
        #expect(left.values.allSatisfy { $0 == pin(9, expires: 8) })
    }

    @Test func `a removed backend takes its pins and handshakes with it, and no others`() throws {
        try fill(maps.pins)
        for number in UInt32(0)..<300 {
            try maps.handshakes.set(flow(number), pin(UInt16(number % 3 + 1)))
        }
        try maps.removeBackend(2)
        let left = try maps.flowPins.entries()
        #expect(left.count == (0..<count).count { $0 % 3 != 1 })
        #expect(left.values.allSatisfy { $0.backend != 2 })
        let begun = try maps.handshakes.entries()
        #expect(begun.count == 200)
        #expect(begun.allSatisfy { $0.value.backend != 2 })
    }

    @Test func `keys that are not there do not keep the others from being removed`() throws {
        for number in UInt32(0)..<10 { try maps.pins.set(flow(number), pin(1)) }
        try maps.pins.remove([flow(99), flow(0), flow(98), flow(97), flow(1), flow(96)])
        #expect(Set(try maps.flowPins.entries().keys) == Set((UInt32(2)..<10).map(flow)))
    }

    @Test func `an edit of slots reaches the kernel`() throws {
        let old = [LookupSlot](repeating: LookupSlot(settledOn: 1), count: Limits.slots)
        var new = old
        for number in stride(from: 5, to: Limits.slots, by: 997) {
            new[number] = LookupSlot(current: 2, unsettledFrom: 1)
        }
        var image = TableImage()
        image.lookupTables[3] = old
        var target = TableImage()
        target.lookupTables[3] = new
        try maps.load(image)
        let edits = image.edits(toReach: target)
        guard case .changeSlots(3, let changes)? = edits.first, edits.count == 1 else {
            Issue.record("one edit of slots was expected")
            return
        }
        #expect(changes.count == (Limits.slots - 5 + 996) / 997)
        for edit in edits { try maps.apply(edit) }
        #expect(try maps.readLookupTable(3) == new)
        #expect(image.applying(edits[0]) == target)
    }
}
