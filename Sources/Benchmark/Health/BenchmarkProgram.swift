import Foundation

/// The running program, which also runs as a part of what it measures.
enum BenchmarkProgram {
    /// Where it is.
    static var path: String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return own ?? CommandLine.arguments[0]
    }

    /// Lets it and the processes that it starts have as many open files as they may.
    static func raiseOpenFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
