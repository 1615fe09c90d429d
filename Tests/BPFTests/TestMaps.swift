import Tables

/// A small hash table, to fill to its end.
enum SmallHash: MapDeclaration {
    typealias Key = UInt32
    typealias Value = UInt64
    static var name: StaticString { "test_hash" }
    static var kind: MapKind { .hash }
    static var capacity: UInt32 { 4 }
}

/// A hash table with room.
enum LargeHash: MapDeclaration {
    typealias Key = UInt64
    typealias Value = UInt16
    static var name: StaticString { "test_large" }
    static var kind: MapKind { .hash }
    static var capacity: UInt32 { 4096 }
}

/// An array.
enum SmallArray: MapDeclaration {
    typealias Key = UInt32
    typealias Value = UInt64
    static var name: StaticString { "test_array" }
    static var kind: MapKind { .array }
    static var capacity: UInt32 { 3 }
}

/// Twelve bytes: the kernel gives each CPU's value sixteen.
struct ThreeWords: Equatable, BitwiseCopyable {
    var first: UInt32
    var second: UInt32
    var third: UInt32
}

/// Counters of each CPU.
enum PerCPU: MapDeclaration {
    typealias Key = UInt32
    typealias Value = ThreeWords
    static var name: StaticString { "test_cpu" }
    static var kind: MapKind { .perCPUArray }
    static var capacity: UInt32 { 2 }
}
