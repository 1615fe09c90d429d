import ArgumentParser

/// The exit codes of the commands that talk to a daemon; usage errors end with 64.
enum CommandExit: Int32 {
    /// The daemon refused, or something failed.
    case refused = 1
    /// There is no such resource.
    case notFound = 3
    /// The daemon cannot be reached.
    case unreachable = 4
    /// The caller may not do this.
    case notAllowed = 5

    /// The code as the parser of arguments takes it.
    var code: ExitCode { ExitCode(rawValue) }

    /// What help says of them.
    static let discussion = """
        Exit codes: 0 done, 1 refused or failed, 3 not found, 4 the daemon cannot be reached, 5 not \
        allowed, 64 wrong use.
        """
}
