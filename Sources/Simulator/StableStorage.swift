/// Values by key at addresses that do not move, as a kernel map keeps them.
final class StableStorage<Key: Hashable, Value: BitwiseCopyable> {
    private var pointers: [Key: UnsafeMutablePointer<Value>] = [:]

    subscript(key: Key) -> UnsafeMutablePointer<Value>? { pointers[key] }

    func set(_ key: Key, _ value: Value) {
        if let pointer = pointers[key] {
            pointer.pointee = value
            return
        }
        let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        pointer.initialize(to: value)
        pointers[key] = pointer
    }

    var count: Int { pointers.count }
    var keys: [Key] { Array(pointers.keys) }

    func remove(_ key: Key) {
        pointers.removeValue(forKey: key)?.deallocate()
    }

    deinit {
        for pointer in pointers.values { pointer.deallocate() }
    }
}
