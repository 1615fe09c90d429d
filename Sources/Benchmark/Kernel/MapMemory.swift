import BPF
import Foundation

/// What the kernel's maps take.
enum MapMemory {
    /// The memory of all maps in bytes, as the kernel counts it for each of them.
    static func bytes(of maps: ForwardingMaps) throws -> Int {
        try maps.handles.values.reduce(0) { try $0 + bytes(of: $1) }
    }

    private static func bytes(of map: Handle) throws -> Int {
        let file = "/proc/self/fdinfo/\(map.descriptor)"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let bytes = memory(inDescription: text) else {
            throw BenchmarkError.malformed(program: file, text: text)
        }
        return bytes
    }

    /// The `memlock` line of a map's description.
    static func memory(inDescription text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("memlock:") }
        return line.flatMap { Int($0.dropFirst("memlock:".count).filter(\.isNumber)) }
    }
}
