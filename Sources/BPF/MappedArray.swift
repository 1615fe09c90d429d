import CBPF
import Glibc
import Tables

/// The values of a kernel array in this process's memory: the bytes that the packet program reads.
///
/// The array's declaration has `MapFlags.isMappable`, and values of a multiple of eight bytes.
public struct MappedArray<Declaration: MapDeclaration>: ~Copyable {
    /// The first value.
    public let values: UnsafeMutablePointer<Declaration.Value>
    private static var length: Int {
        MemoryLayout<Declaration.Value>.stride * Int(Declaration.capacity)
    }

    /// Maps all values.
    public init(_ map: LoadedMap<Declaration>) throws(BPFError) {
        let descriptor = map.handle.descriptor
        let found = mmap(nil, Self.length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let found, found != MAP_FAILED else {
            throw .failure("map", "\(Declaration.name)", -errno)
        }
        values = found.assumingMemoryBound(to: Declaration.Value.self)
    }

    deinit { munmap(values, Self.length) }
}
