import Glibc
import Linux

/// How many files the process may have open.
enum OpenFiles {
    /// Raises the limit to at least this many; throws when the hard limit is below.
    static func allow(_ count: Int) throws(LinuxError) {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else {
            throw LinuxError("read", "the limit of open files", .system(errno))
        }
        guard limit.rlim_cur < count else { return }
        guard limit.rlim_max >= count else {
            let reason = "the hard limit is \(limit.rlim_max)"
            throw LinuxError(
                "open",
                "\(count) files",
                .unusable(reason),
                remedy: "Raise it (ulimit -Hn), or ask for fewer connections."
            )
        }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(resource, &limit) == 0 else {
            throw LinuxError("raise", "the limit of open files", .system(errno))
        }
    }
}
