import Foundation

/// The kernel's counters of UDP in a namespace.
package struct UDPCounters: Hashable, Sendable {
    /// Datagrams for which a socket's buffer had no room.
    package let receiveBufferErrors: UInt64
    /// Datagrams with a wrong checksum.
    package let checksumErrors: UInt64

    /// Reads the texts of `/proc/net/snmp` and `/proc/net/snmp6`; `nil` when the counters are not in
    /// them.
    package init?(_ text: String, ipv6: String) {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("Udp:") }
        guard lines.count == 2 else { return nil }
        let names = lines[0].split(separator: " ").map(String.init)
        let values = lines[1].split(separator: " ").map { UInt64($0) }
        let pairs = Dictionary(zip(names, values)) { first, _ in first }
        guard let buffers = pairs["RcvbufErrors"], let buffers,
            let checksums = pairs["InCsumErrors"], let checksums
        else { return nil }
        let six = ipv6.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace) }
        func counter(_ name: String) -> UInt64? {
            six.first { $0.count == 2 && $0[0] == name }.flatMap { UInt64($0[1]) }
        }
        guard let buffers6 = counter("Udp6RcvbufErrors"),
            let checksums6 = counter("Udp6InCsumErrors")
        else { return nil }
        receiveBufferErrors = buffers + buffers6
        checksumErrors = checksums + checksums6
    }

    /// Those of the calling thread's namespace.
    static func read() throws -> UDPCounters {
        // /proc/net is that of the process's first thread.
        let path = "/proc/thread-self/net/snmp"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let ipv6 = try String(contentsOfFile: "\(path)6", encoding: .utf8)
        guard let counters = UDPCounters(text, ipv6: ipv6) else {
            throw SoakError.unreadable(path, text + ipv6)
        }
        return counters
    }
}
