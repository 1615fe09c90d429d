import Foundation

/// The kernel's counters of UDP in a namespace.
package struct UDPCounters: Hashable, Sendable {
    /// Datagrams for which a socket's buffer had no room.
    package let receiveBufferErrors: UInt64
    /// Datagrams with a wrong checksum.
    package let checksumErrors: UInt64

    /// Reads the text of `/proc/net/snmp`; `nil` when the counters are not in it.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("Udp:") }
        guard lines.count == 2 else { return nil }
        let names = lines[0].split(separator: " ").map(String.init)
        let values = lines[1].split(separator: " ").map { UInt64($0) }
        let pairs = Dictionary(zip(names, values)) { first, _ in first }
        guard let buffers = pairs["RcvbufErrors"], let buffers,
            let checksums = pairs["InCsumErrors"], let checksums
        else { return nil }
        receiveBufferErrors = buffers
        checksumErrors = checksums
    }

    /// Those of the calling thread's namespace.
    static func read() throws -> UDPCounters {
        // /proc/net is that of the process's first thread.
        let path = "/proc/thread-self/net/snmp"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let counters = UDPCounters(text) else {
            throw SoakError.unreadable(path, text)
        }
        return counters
    }
}
