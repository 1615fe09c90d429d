import CBPF
import Glibc
import Tables

// A call for each key and one more for each value makes a million entries a matter of seconds. The
// kernel copies whole buckets in one call; what one call may copy bounds the memory that it takes.

extension LoadedMap {
    /// How many entries one call copies at most; a bucket of a hash table never has as many.
    private static var batch: Int { 4096 }

    /// The entries of a hash table that are wanted, in the kernel's order.
    ///
    /// Entries that come or go meanwhile may be among them or not; all others are, once.
    public func entries(
        where isWanted: (Key, Value) -> Bool = { _, _ in true }
    ) throws(BPFError) -> [(key: Key, value: Value)] {
        precondition(isHashTable, "only hash tables are read bucket by bucket")
        let keys = UnsafeMutablePointer<Key>.allocate(capacity: Self.batch)
        defer { keys.deallocate() }
        let values = UnsafeMutablePointer<Value>.allocate(capacity: Self.batch)
        defer { values.deallocate() }
        var found: [(key: Key, value: Value)] = []
        // The kernel's place between two calls: the number of a bucket.
        var place: UInt32?
        while true {
            var count = UInt32(Self.batch)
            var next: UInt32 = 0
            let result = readBatch(after: place, &next, keys, values, &count)
            guard result == 0 || result == -ENOENT else {
                throw .failure("read from", "map \(Declaration.name)", result)
            }
            for index in 0..<Int(count) where isWanted(keys[index], values[index]) {
                found.append((key: keys[index], value: values[index]))
            }
            if result == -ENOENT { return found }
            place = next
        }
    }

    private func readBatch(
        after place: UInt32?,
        _ next: inout UInt32,
        _ keys: UnsafeMutablePointer<Key>,
        _ values: UnsafeMutablePointer<Value>,
        _ count: inout UInt32
    ) -> Int32 {
        let descriptor = handle.descriptor
        guard var place else {
            return bpf_map_lookup_batch(descriptor, nil, &next, keys, values, &count, nil)
        }
        return bpf_map_lookup_batch(descriptor, &place, &next, keys, values, &count, nil)
    }

    /// Removes keys; removing one that is not there is no error.
    public func remove(_ keys: [Key]) throws(BPFError) {
        precondition(isHashTable, "only hash tables lose entries by batches")
        var keys = keys[...]
        while !keys.isEmpty {
            let (removed, result) = removeBatch(keys.prefix(Self.batch))
            guard result == 0 || result == -ENOENT else {
                throw .failure("remove from", "map \(Declaration.name)", result)
            }
            // The kernel stops at a key that is not there.
            keys = keys.dropFirst(result == 0 ? removed : removed + 1)
        }
    }

    private func removeBatch(_ keys: ArraySlice<Key>) -> (removed: Int, result: Int32) {
        var count = UInt32(keys.count)
        let result = keys.withUnsafeBufferPointer { keys in
            bpf_map_delete_batch(handle.descriptor, keys.baseAddress, &count, nil)
        }
        return (Int(count), result)
    }

    private var isHashTable: Bool {
        Declaration.kind == .hash || Declaration.kind == .leastRecentlyUsedHash
    }
}
