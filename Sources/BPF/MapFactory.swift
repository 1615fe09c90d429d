import CBPF
import Glibc
import Tables

/// Creates kernel maps from their declarations.
public enum MapFactory {
    /// Creates a map.
    ///
    /// - Parameter inner: for an array of maps, a map of the form that its entries have.
    public static func create(
        _ map: MapSpecification,
        inner: Handle? = nil
    ) throws(BPFError) -> Handle {
        var options = bpf_map_create_opts()
        options.sz = MemoryLayout<bpf_map_create_opts>.size
        options.map_flags = map.flags
        if let inner { options.inner_map_fd = UInt32(inner.descriptor) }
        let result = bpf_map_create(
            bpf_map_type(map.kind.rawValue),
            map.name,
            map.keySize,
            map.valueSize,
            map.capacity,
            &options
        )
        guard result >= 0 else { throw .failure("create", "map \(map.name)", result) }
        return Handle(owning: result)
    }

    /// Creates the inner map of a lookup table.
    public static func lookupTable() throws(BPFError) -> LoadedMap<LookupTable> {
        LoadedMap(handle: try create(MapSpecification(LookupTable.self)))
    }

    /// Checks that a map which was found pinned has the declared form.
    public static func check(_ handle: Handle, is map: MapSpecification) throws(BPFError) {
        var found = bpf_map_info()
        var size = UInt32(MemoryLayout<bpf_map_info>.size)
        let result = bpf_obj_get_info_by_fd(handle.descriptor, &found, &size)
        guard result == 0 else { throw .failure("inspect", "map \(map.name)", result) }
        let expected = [map.kind.rawValue, map.keySize, map.valueSize, map.capacity]
        let actual = [found.type, found.key_size, found.value_size, found.max_entries]
        guard actual == expected else {
            throw .mapMismatch(map: map.name, found: form(actual), expected: form(expected))
        }
    }

    private static func form(_ values: [UInt32]) -> String {
        "kind \(values[0]), key \(values[1]) bytes, value \(values[2]) bytes, \(values[3]) entries"
    }
}
