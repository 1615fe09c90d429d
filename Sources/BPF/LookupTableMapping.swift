import Synchronization
import Tables

/// The slots of one lookup table in this process's memory: the bytes that the packet program reads.
struct LookupTableMapping: ~Copyable {
    private let table: MappedArray<LookupTable>

    /// Maps the table's one value.
    init(_ table: LoadedMap<LookupTable>) throws(BPFError) {
        self.table = try MappedArray(table)
    }

    /// Writes a slot by one aligned store, so that a packet sees it either old or new.
    func store(_ slot: LookupSlot, at number: Int) {
        precondition((0..<Limits.slots).contains(number), "a lookup table has no slot \(number)")
        let words = UnsafeMutableRawPointer(table.values).assumingMemoryBound(
            to: Atomic<UInt32>.self
        )
        words[number].store(unsafeBitCast(slot, to: UInt32.self), ordering: .relaxed)
    }
}
