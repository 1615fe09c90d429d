import BPF
import Foundation
import Tables
import Testing

@Suite(.needsKernel)
struct MapTests {
    private func make<Map: MapDeclaration>(_ map: Map.Type) throws -> LoadedMap<Map> {
        LoadedMap(handle: try MapFactory.create(MapSpecification(map)))
    }

    @Test func `a value is read as it was written, until it is removed`() throws {
        let map = try make(SmallHash.self)
        #expect(try map.value(7) == nil)
        try map.set(7, 0x1234_5678_9abc_def0)
        #expect(try map.value(7) == 0x1234_5678_9abc_def0)
        try map.set(7, 2)
        #expect(try map.value(7) == 2)
        #expect(try map.value(8) == nil)
        try map.remove(7)
        #expect(try map.value(7) == nil)
    }

    @Test func `removing what is not there is no error`() throws {
        let map = try make(SmallHash.self)
        try map.remove(1)
        try map.set(1, 1)
        try map.remove(1)
        try map.remove(1)
        #expect(try map.keys() == [])
    }

    @Test func `all keys are listed, each once`() throws {
        let map = try make(LargeHash.self)
        #expect(try map.keys() == [])
        let keys = (UInt64(0)..<2000).map { $0 &* 0x9e37_79b9_7f4a_7c15 }
        for key in keys { try map.set(key, UInt16(truncatingIfNeeded: key)) }
        #expect(try map.keys().sorted() == keys.sorted())
        for key in keys { #expect(try map.value(key) == UInt16(truncatingIfNeeded: key)) }
    }

    @Test func `a full table is named with what is wrong`() throws {
        let map = try make(SmallHash.self)
        for key in UInt32(0)..<SmallHash.capacity { try map.set(key, 1) }
        let error = #expect(throws: BPFError.self) { try map.set(100, 1) }
        #expect(
            error
                == .callFailed(operation: "write to", object: "map test_hash", errno: E2BIG)
        )
        #expect(error?.description.hasSuffix("the table is full") == true)
        // What is there can still be changed.
        try map.set(2, 9)
        #expect(try map.value(2) == 9)
    }

    @Test func `an array lists every index and holds zeros at first`() throws {
        let map = try make(SmallArray.self)
        #expect(try map.keys() == [0, 1, 2])
        #expect(try map.value(2) == 0)
        #expect(try map.value(3) == nil)
        #expect(throws: BPFError.self) { try map.set(3, 1) }
    }

    @Test func `a value of all CPUs is written to each and read of each`() throws {
        let map = try make(PerCPU.self)
        let zero = ThreeWords(first: 0, second: 0, third: 0)
        let value = ThreeWords(first: 1, second: 2, third: .max)
        let before = try map.perCPU(1)
        #expect(before.count >= 1)
        #expect(before.allSatisfy { $0 == zero })
        try map.setPerCPU(1, value)
        #expect(try map.perCPU(1) == before.map { _ in value })
        #expect(try map.perCPU(0).allSatisfy { $0 == zero })
        try map.setPerCPU(1, zero)
        #expect(try map.perCPU(1) == before)
        #expect(throws: BPFError.self) { try map.perCPU(2) }
    }

    @Test func `a map of the declared form is accepted, any other is not`() throws {
        let map = try make(SmallHash.self)
        try MapFactory.check(map.handle, is: MapSpecification(SmallHash.self))
        let error = #expect(throws: BPFError.self) {
            try MapFactory.check(map.handle, is: MapSpecification(SmallArray.self))
        }
        let found = "kind 1, key 4 bytes, value 8 bytes, 4 entries"
        let expected = "kind 2, key 4 bytes, value 8 bytes, 3 entries"
        #expect(error == .mapMismatch(map: "test_array", found: found, expected: expected))
        #expect(throws: BPFError.self) {
            try MapFactory.check(map.handle, is: MapSpecification(LargeHash.self))
        }
    }

    @Test func `every map of the packet program can be made, and has its declared form`() throws {
        let maps = try ForwardingMaps.create()
        #expect(Set(maps.handles.keys) == Set(MapCatalog.all.map(\.name)))
        for map in MapCatalog.all {
            try MapFactory.check(try #require(maps.handles[map.name]), is: map)
        }
    }

    @Test func `maps without one of the program's are refused with its name`() throws {
        let handles = try ForwardingMaps.create().handles
        for map in MapCatalog.all {
            var fewer = handles
            fewer[map.name] = nil
            #expect(throws: BPFError.unknownMap(program: "apus_forward", map: map.name)) {
                _ = try ForwardingMaps(handles: fewer)
            }
        }
    }
}
