import BPF
import Tables
import Testing

@Suite(.needsKernel)
struct LookupTableTests {
    private func slots(_ backend: (Int) -> UInt16) -> [LookupSlot] {
        (0..<Limits.slots).map { LookupSlot(settledOn: backend($0)) }
    }

    @Test func `a lookup table is read as it was written, to its last slot`() throws {
        let maps = try ForwardingMaps.create()
        let written = slots { UInt16(truncatingIfNeeded: $0) }
        try maps.setLookupTable(3, written)
        #expect(try maps.readLookupTable(3) == written)
        #expect(try maps.readLookupTable(2) == nil)
        #expect(try maps.readLookupTable(4) == nil)
    }

    @Test func `a lookup table is replaced in place, where the packet program reads it`() throws {
        let maps = try ForwardingMaps.create()
        try maps.setLookupTable(0, slots { _ in 1 })
        let inner = try maps.lookupTables.value(0)
        let new = slots { $0.isMultiple(of: 2) ? 1 : 2 }
        try maps.setLookupTable(0, new)
        #expect(try maps.readLookupTable(0) == new)
        // The same kernel map: a packet that has looked it up already sees the new slots.
        #expect(try maps.lookupTables.value(0) == inner)
    }

    @Test func `slots change in place, and no other slot does`() throws {
        let maps = try ForwardingMaps.create()
        var expected = slots { UInt16(truncatingIfNeeded: $0) }
        try maps.setLookupTable(0, expected)
        let inner = try maps.lookupTables.value(0)
        let last = Limits.slots - 1
        let moved = LookupSlot(current: 5, unsettledFrom: 6)
        try maps.changeSlots(0, [0, 1023, 1024, last].map { (number: $0, content: moved) })
        for number in [0, 1023, 1024, last] { expected[number] = moved }
        #expect(try maps.readLookupTable(0) == expected)
        #expect(try maps.lookupTables.value(0) == inner)
    }

    @Test func `slots of a lookup table that is not there cannot change`() throws {
        let maps = try ForwardingMaps.create()
        let change = (number: 0, content: LookupSlot(settledOn: 1))
        #expect(throws: BPFError.self) { try maps.changeSlots(0, [change]) }
    }

    @Test func `lookup tables do not share their slots`() throws {
        let maps = try ForwardingMaps.create()
        let last = Limits.lookupTables - 1
        try maps.setLookupTable(0, slots { _ in 1 })
        try maps.setLookupTable(last, slots { _ in 2 })
        #expect(try maps.readLookupTable(0) == slots { _ in 1 })
        #expect(try maps.readLookupTable(last) == slots { _ in 2 })
        try maps.lookupTables.remove(0)
        #expect(try maps.readLookupTable(0) == nil)
        #expect(try maps.readLookupTable(last) == slots { _ in 2 })
    }

    @Test func `an index beyond the limit is an error`() throws {
        let maps = try ForwardingMaps.create()
        #expect(throws: BPFError.self) {
            try maps.setLookupTable(Limits.lookupTables, slots { _ in 1 })
        }
    }
}
