internal import CNetlink
import Glibc
import Synchronization

/// A process that this one started, in a process group of its own.
///
/// The group keeps a terminal's Ctrl-C from the child, so that its owner decides when it ends. The
/// child gets no descriptors but its standard ones, and no ignored or blocked signals.
public final class ChildProcess: Sendable {
    /// The process's number, which is also its group's.
    public let pid: Int32
    /// The command and its arguments.
    public let arguments: [String]
    private let handle: Descriptor
    private let status = Mutex<ExitStatus?>(nil)

    /// Starts a command that is looked up in `PATH`.
    ///
    /// The three descriptors become its standard ones; they stay the caller's to close.
    init(_ arguments: [String], input: Int32, output: Int32, errors: Int32) throws(LinuxError) {
        let command = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { words.forEach { free($0) } }
        var pid = pid_t()
        let code = posix_spawnp(&pid, command, &actions, &attributes, words, environ)
        guard code == 0 else {
            let remedy = code == ENOENT ? "Install the package that has '\(command)'." : nil
            throw LinuxError("start", "'\(command)'", .system(code), remedy: remedy)
        }
        self.pid = pid
        self.arguments = arguments
        let number = pidfd_open(pid, 0)
        guard number >= 0 else {
            let error = LinuxError.last("watch", "process \(pid)")
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
        handle = Descriptor(owning: number)
    }

    /// Starts a command with nothing to read, whose output and errors are appended to a file.
    public convenience init(_ arguments: [String], log: String) throws(LinuxError) {
        let input = try Self.open("/dev/null", O_RDONLY)
        let output = try Self.open(log, O_WRONLY | O_CREAT | O_APPEND)
        try self.init(
            arguments,
            input: input.number,
            output: output.number,
            errors: output.number
        )
    }

    /// How the process ended; `nil` while it runs.
    public var exitStatus: ExitStatus? { wait(until: .now) }

    /// Waits for the end of the process; `nil` when it still runs at the deadline.
    public func wait(until deadline: ContinuousClock.Instant) -> ExitStatus? {
        if let known = status.withLock({ $0 }) { return known }
        guard hasEnded(by: deadline) else { return nil }
        return reap()
    }

    /// Sends a signal to the process alone; nothing happens if it has ended.
    public func signal(_ number: Int32) {
        status.withLock { status in
            // Until it is reaped its number cannot belong to another process.
            if status == nil { kill(pid, number) }
        }
    }

    /// Ends the process and all others of its group, and waits for its end.
    ///
    /// They are asked to (SIGTERM), and after `grace` made to (SIGKILL).
    @discardableResult
    public func terminate(grace: Duration = .seconds(3)) -> ExitStatus {
        signalGroup(SIGTERM)
        _ = hasEnded(by: .now + grace)
        signalGroup(SIGKILL)
        // Nothing withstands SIGKILL, so this wait ends.
        while !hasEnded(by: .now + .seconds(60)) {}
        return reap()
    }

    private func signalGroup(_ number: Int32) {
        status.withLock { status in
            if status == nil { kill(-pid, number) }
        }
    }

    /// Whether the process is a zombie or gone; its descriptor becomes readable then.
    private func hasEnded(by deadline: ContinuousClock.Instant) -> Bool {
        var request = pollfd(fd: handle.number, events: Int16(POLLIN), revents: 0)
        return uninterrupted { poll(&request, 1, deadline.millisecondsLeft) } == 1
    }

    private func reap() -> ExitStatus {
        status.withLock { status in
            if let status { return status }
            var word: Int32 = 0
            let found = uninterrupted { waitpid(pid, &word, 0) }
            // Another part of the process may have waited for any child and taken the status.
            let ended = found == pid ? ExitStatus(word: word) : .exited(-1)
            status = ended
            return ended
        }
    }

    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setpgroup(&attributes, 0)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags =
            POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return attributes
    }

    private static func open(_ path: String, _ flags: Int32) throws(LinuxError) -> Descriptor {
        let number = Glibc.open(path, flags | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw .last("open", path) }
        return Descriptor(owning: number)
    }
}
