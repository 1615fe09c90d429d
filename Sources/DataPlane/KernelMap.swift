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
}
