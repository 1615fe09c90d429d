import KernelInterface
import Tables

/// A map declaration that the packet program can reach: the build makes one conformance a map.
protocol KernelMap: MapDeclaration {
    /// The map's symbol, which the loader replaces by the map.
    static var symbol: UnsafeMutableRawPointer { get }
}

extension KernelMap {
    /// Finds a value; `nil` when the key is not in the map.
    @inline(__always)
    static func lookup(_ key: Key) -> UnsafeMutablePointer<Value>? {
        withUnsafePointer(to: key) { key in
            bpf_map_lookup_elem(symbol, key)?.assumingMemoryBound(to: Value.self)
        }
    }

    /// Adds or replaces a value; false when the map is full.
    @inline(__always)
    static func update(_ key: Key, _ value: Value) -> Bool {
        withUnsafePointer(to: key) { key in
            withUnsafePointer(to: value) { value in
                bpf_map_update_elem(symbol, key, value, 0) == 0
            }
        }
    }

    /// Removes a key, if it is there.
    @inline(__always)
    static func remove(_ key: Key) {
        withUnsafePointer(to: key) { key in
            _ = bpf_map_delete_elem(symbol, key)
        }
    }
}
