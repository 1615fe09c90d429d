import Addresses
import Foundation
import Logging
import Probing
import Resources

/// One process's probes of many members on the loopback interface, each with an address of its own.
struct ProbeLoad: Equatable, Sendable {
    /// How the members are asked.
    enum Kind: String, CaseIterable, Sendable {
        case tcp
        case http
    }

    /// How the members are asked.
    var kind: Kind
    /// How many members there are.
    var members: Int
    /// The time from one question to a member to the next.
    var milliseconds: Int
    /// The port that all members are asked at.
    var port: UInt16

    static let limit = 60_000

    init(_ kind: Kind, members: Int, milliseconds: Int, port: UInt16) {
        self.kind = kind
        self.members = members
        self.milliseconds = milliseconds
        self.port = port
    }

    /// Reads arguments: kind, members, interval and port.
    init(_ words: some Collection<String>) throws {
        let words = Array(words)
        guard words.count == 4, let kind = Kind(rawValue: words[0]),
            let members = Int(words[1]), (1...Self.limit).contains(members),
            let milliseconds = Int(words[2]), milliseconds > 0, let port = UInt16(words[3])
        else {
            throw BenchmarkError.usage("--probe needs tcp or http, members, milliseconds and port")
        }
        self.init(kind, members: members, milliseconds: milliseconds, port: port)
    }

    /// The command line that `init` reads.
    var arguments: [String] {
        ["--probe", kind.rawValue, "\(members)", "\(milliseconds)", "\(port)"]
    }

    /// Asks until the process is ended.
    func run() throws -> Never {
        let logger = Logger(label: "probes") { StreamLogHandler.standardOutput(label: $0) }
        let prober = try Prober(sources: ProbeSources(), logger: logger)
        let probe = ResolvedProbe(
            id: "/probes/\(kind.rawValue)",
            loadBalancer: "bench",
            name: kind.rawValue,
            probeProtocol: kind == .tcp ? .tcp : .http,
            port: port,
            interval: .milliseconds(milliseconds),
            path: kind == .tcp ? "" : "/",
            members: (0..<members).compactMap { number in
                IPAddress("127.1.\(number / 250).\(1 + number % 250)")
            }
        )
        Task { await prober.follow([probe]) }
        // The prober's own threads do the rest.
        while true { pause() }
    }
}
