/// What differs between two contents of one table, in wire order.
struct EntryChanges<Key: Hashable, Value: Equatable> {
    /// Entries that are new or have another value.
    let written: [(key: Key, value: Value)]
    /// Keys that are gone, last first, so that an address itself goes after its ports.
    let removed: [Key]

    init(_ old: [Key: Value], _ new: [Key: Value], order: (Key) -> WireOrder) {
        written = new.filter { old[$0.key] != $0.value }
            .map { (key: $0.key, value: $0.value) }
            .sorted { order($0.key) < order($1.key) }
        removed = old.keys.filter { new[$0] == nil }.sorted { order($0) > order($1) }
    }
}
