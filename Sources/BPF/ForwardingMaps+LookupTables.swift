import CBPF
import Glibc
import Tables

extension ForwardingMaps {
    /// Writes a lookup table: into the inner map that is there, else into a new one.
    ///
    /// The kernel copies whole words, so a packet sees each slot either old or new.
    public func setLookupTable(_ index: UInt32, _ slots: [LookupSlot]) throws(BPFError) {
        precondition(slots.count == Limits.slots, "a lookup table has \(Limits.slots) slots")
        if let inner = try lookupTable(index) {
            try write(slots, to: inner)
            return
        }
        let inner = try MapFactory.lookupTable()
        try write(slots, to: inner)
        try lookupTables.set(index, UInt32(inner.handle.descriptor))
    }

    /// Writes slots of a lookup table that is there, and touches no other.
    ///
    /// A packet sees each slot either old or new, and any of them first.
    public func changeSlots(
        _ index: UInt32,
        _ changes: some Sequence<(number: Int, content: LookupSlot)>
    ) throws(BPFError) {
        guard let inner = try lookupTable(index) else {
            throw .failure("change", "lookup table \(index)", -ENOENT)
        }
        let slots = try LookupTableMapping(inner)
        for change in changes { slots.store(change.content, at: change.number) }
    }

    /// Reads a lookup table; `nil` when there is none.
    public func readLookupTable(_ index: UInt32) throws(BPFError) -> [LookupSlot]? {
        guard let inner = try lookupTable(index) else { return nil }
        var slots = [LookupSlot](repeating: LookupSlot(settledOn: 0), count: Limits.slots + 1)
        var key: UInt32 = 0
        let result = bpf_map_lookup_elem(inner.handle.descriptor, &key, &slots)
        guard result == 0 else { throw .failure("read", "lookup table \(index)", result) }
        return slots.dropLast()
    }

    private func lookupTable(_ index: UInt32) throws(BPFError) -> LoadedMap<LookupTable>? {
        guard let identifier = try lookupTables.value(index) else { return nil }
        let descriptor = bpf_map_get_fd_by_id(identifier)
        guard descriptor >= 0 else {
            throw .failure("open", "lookup table \(index)", descriptor)
        }
        return LoadedMap(handle: Handle(owning: descriptor))
    }

    private func write(
        _ slots: [LookupSlot],
        to inner: LoadedMap<LookupTable>
    ) throws(BPFError) {
        var key: UInt32 = 0
        let value = slots + [LookupSlot(settledOn: 0)]
        let result = bpf_map_update_elem(inner.handle.descriptor, &key, value, 0)
        guard result == 0 else { throw .failure("write", "a lookup table", result) }
    }
}
