import BPF
import Foundation

/// What a node's data plane and daemon hold of the machine's memory.
package struct MemoryUse: Hashable, Sendable {
    /// The kernel's memory for each map, in bytes, without the lookup tables' slots.
    package let maps: [String: UInt64]
    /// The daemon's resident memory, in bytes.
    package let daemon: UInt64

    /// Measures a node whose daemon runs.
    package init(of node: SoakNode) throws {
        var maps: [String: UInt64] = [:]
        for (name, handle) in try node.maps().handles {
            let path = "/proc/self/fdinfo/\(handle.descriptor)"
            maps[name] = try Self.value("memlock:", in: path)
        }
        self.maps = maps
        guard let daemon = node.daemon else { throw SoakError.daemonNotRunning }
        self.daemon = try Self.value("VmRSS:", in: "/proc/\(daemon)/status") * 1024
    }

    /// The kernel's memory for all maps, in bytes.
    package var total: UInt64 { maps.values.reduce(0, +) }

    private static func value(_ name: String, in path: String) throws -> UInt64 {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        let words = (line ?? "").split { $0 == " " || $0 == "\t" }
        guard words.count > 1, let value = UInt64(words[1]) else {
            throw SoakError.unreadable(path, text)
        }
        return value
    }
}
