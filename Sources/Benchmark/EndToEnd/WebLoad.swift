/// What the client does.
enum WebLoad: CaseIterable {
    /// A connection for each request.
    case newConnections
    /// Many requests on each connection.
    case keptAlive

    /// The command: 64 connections at a time, from one thread, of a client that takes compressed
    /// answers as browsers do.
    func command(_ url: String, seconds: Int) -> [String] {
        let base = [
            "wrk", "--threads", "1", "--connections", "64", "--duration", "\(seconds)s",
            "--header", "Accept-Encoding: gzip",
        ]
        switch self {
        case .newConnections: return base + ["--header", "Connection: close", url]
        case .keptAlive: return base + [url]
        }
    }
}

/// What wrk counted.
struct WebLoadRun: Equatable {
    /// Requests that were answered.
    let requests: Int
    /// The same a second.
    let perSecond: Double
    /// Answers that were not 200, and connections that failed.
    let failures: Int

    /// A run that went well.
    init(requests: Int, perSecond: Double) {
        self.requests = requests
        self.perSecond = perSecond
        failures = 0
    }

    /// Reads what wrk prints.
    init(printed text: String) throws {
        var requests: Int?
        var perSecond: Double?
        var failures = 0
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "," }
            if line.contains(" requests in ") { requests = words.first.flatMap { Int($0) } }
            if line.hasPrefix("Requests/sec:") { perSecond = words.last.flatMap { Double($0) } }
            if line.contains("Socket errors:") || line.contains("Non-2xx") {
                failures += words.compactMap { Int($0) }.reduce(0, +)
            }
        }
        guard let requests, let perSecond, requests > 0 else {
            throw BenchmarkError.malformed(program: "wrk", text: text)
        }
        self.requests = requests
        self.perSecond = perSecond
        self.failures = failures
    }
}
