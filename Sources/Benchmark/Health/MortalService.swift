import Foundation
import Synchronization

/// A service with a port for probes, as a process of its own so that it can die.
///
/// It greets each connection with its letter and closes it. It answers each HTTP probe, and prints
/// when it came.
struct MortalService: Equatable, Sendable {
    /// What it greets with.
    var letter: UInt8
    /// The port of the service.
    var port: UInt16
    /// The port of the probes.
    var probePort: UInt16

    /// What stands before the time of a probe.
    static let mark = "probe "

    init(letter: UInt8, port: UInt16, probePort: UInt16) {
        self.letter = letter
        self.port = port
        self.probePort = probePort
    }

    /// Reads arguments: a letter and two ports.
    init(_ words: some Collection<String>) throws {
        let words = Array(words)
        guard words.count == 3, let letter = words[0].utf8.first, words[0].utf8.count == 1,
            let port = UInt16(words[1]), let probePort = UInt16(words[2])
        else { throw BenchmarkError.usage("--serve needs a letter, a port and a port for probes") }
        self.init(letter: letter, port: port, probePort: probePort)
    }

    /// The command line that `init` reads.
    var arguments: [String] {
        ["--serve", String(UnicodeScalar(letter)), "\(port)", "\(probePort)"]
    }

    /// When the probes came that a service printed, in nanoseconds.
    static func probes(inOutput text: String) -> [UInt64] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix(mark) ? UInt64(line.dropFirst(mark.count)) : nil
        }
    }

    /// Answers until the process is ended.
    func run() throws -> Never {
        let letter = letter
        let service = try ProbeListener(port: port, waitsForRequest: false) { _ in [letter] }
        let well = ProbeListener.response("200 OK")
        let probes = try ProbeListener(port: probePort, waitsForRequest: true) { _ in
            let line = Array("\(Self.mark)\(MonotonicClock.now)\n".utf8)
            _ = write(STDOUT_FILENO, line, line.count)
            return well
        }
        while true { withExtendedLifetime((service, probes)) { _ = pause() } }
    }
}
