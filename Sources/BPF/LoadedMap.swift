import CBPF
import Glibc
import Tables

/// A kernel map of a declaration, with keys and values of the declared types.
public struct LoadedMap<Declaration: MapDeclaration>: Sendable {
    /// The map's key.
    public typealias Key = Declaration.Key
    /// The map's value.
    public typealias Value = Declaration.Value

    /// The kernel's map.
    public let handle: Handle

    /// Takes a map that was made from the declaration.
    public init(handle: Handle) {
        self.handle = handle
    }

    /// The map's name, for errors.
    private var name: String { "map \(Declaration.name)" }

    /// Writes a value.
    public func set(_ key: Key, _ value: Value) throws(BPFError) {
        let result = withUnsafePointer(to: key) { key in
            withUnsafePointer(to: value) { value in
                bpf_map_update_elem(handle.descriptor, key, value, UInt64(BPF_ANY))
            }
        }
        guard result == 0 else { throw .failure("write to", name, result) }
    }

    /// Reads a value; `nil` when the key is not in the map.
    public func value(_ key: Key) throws(BPFError) -> Value? {
        let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        defer { value.deallocate() }
        let result = withUnsafePointer(to: key) { key in
            bpf_map_lookup_elem(handle.descriptor, key, value)
        }
        if result == -ENOENT { return nil }
        guard result == 0 else { throw .failure("read from", name, result) }
        return value.pointee
    }

    /// Removes a key; removing one that is not there is no error.
    public func remove(_ key: Key) throws(BPFError) {
        let result = withUnsafePointer(to: key) { key in
            bpf_map_delete_elem(handle.descriptor, key)
        }
        guard result == 0 || result == -ENOENT else { throw .failure("remove from", name, result) }
    }

    /// All keys, in the kernel's order.
    public func keys() throws(BPFError) -> [Key] {
        var keys: [Key] = []
        let next = UnsafeMutablePointer<Key>.allocate(capacity: 1)
        defer { next.deallocate() }
        while true {
            let result: Int32
            if let last = keys.last {
                result = withUnsafePointer(to: last) { last in
                    bpf_map_get_next_key(handle.descriptor, last, next)
                }
            } else {
                result = bpf_map_get_next_key(handle.descriptor, nil, next)
            }
            if result == -ENOENT { return keys }
            guard result == 0 else { throw .failure("list the keys of", name, result) }
            keys.append(next.pointee)
        }
    }

    /// The raw values of all CPUs for a key of a per-CPU map.
    public func perCPU(_ key: Key) throws(BPFError) -> [Value] {
        let count = Int(try possibleCPUs())
        let stride = (MemoryLayout<Value>.stride + 7) / 8 * 8
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: count * stride, alignment: 8)
        defer { buffer.deallocate() }
        let result = withUnsafePointer(to: key) { key in
            bpf_map_lookup_elem(handle.descriptor, key, buffer)
        }
        guard result == 0 else { throw .failure("read from", name, result) }
        return (0..<count).map { buffer.load(fromByteOffset: $0 * stride, as: Value.self) }
    }

    /// Writes the same value for all CPUs.
    public func setPerCPU(_ key: Key, _ value: Value) throws(BPFError) {
        let count = Int(try possibleCPUs())
        let stride = (MemoryLayout<Value>.stride + 7) / 8 * 8
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: count * stride, alignment: 8)
        defer { buffer.deallocate() }
        for index in 0..<count {
            buffer.storeBytes(of: value, toByteOffset: index * stride, as: Value.self)
        }
        let result = withUnsafePointer(to: key) { key in
            bpf_map_update_elem(handle.descriptor, key, buffer, UInt64(BPF_ANY))
        }
        guard result == 0 else { throw .failure("write to", name, result) }
    }

    private func possibleCPUs() throws(BPFError) -> Int32 {
        let count = libbpf_num_possible_cpus()
        guard count > 0 else { throw .failure("count", "the CPUs", count) }
        return count
    }
}
