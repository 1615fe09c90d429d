import CBPF
import Glibc
import Synchronization
import Tables

/// The slots of one lookup table in this process's memory: the bytes that the packet program reads.
struct LookupTableMapping: ~Copyable {
    private let start: UnsafeMutableRawPointer
    private static let length = MemoryLayout<LookupSlots>.size

    /// Maps the table's one value.
    init(_ table: LoadedMap<LookupTable>) throws(BPFError) {
        let descriptor = table.handle.descriptor
        let found = mmap(nil, Self.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let found, found != MAP_FAILED else {
            throw .failure("map", "a lookup table", -errno)
        }
        start = found
    }

    deinit { munmap(start, Self.length) }

    /// Writes a slot by one aligned store, so that a packet sees it either old or new.
    func store(_ slot: LookupSlot, at number: Int) {
        precondition((0..<Limits.slots).contains(number), "a lookup table has no slot \(number)")
        let words = start.assumingMemoryBound(to: Atomic<UInt32>.self)
        words[number].store(unsafeBitCast(slot, to: UInt32.self), ordering: .relaxed)
    }
}
