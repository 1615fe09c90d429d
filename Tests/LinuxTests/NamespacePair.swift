import Glibc
import Linux
import Synchronization

/// Two network namespaces of one test, joined by a virtual cable with `eth0` at both ends.
final class NamespacePair: Sendable {
    let left: String
    let right: String
    private static let count = Mutex(0)

    init() throws {
        let number = Self.count.withLock { count in
            count += 1
            return count
        }
        left = "linux-test-\(getpid())-\(number)l"
        right = "linux-test-\(getpid())-\(number)r"
        try Self.ip("netns add \(left)")
        try Self.ip("netns add \(right)")
        try Self.ip("link add eth0 netns \(left) type veth peer name eth0 netns \(right)")
        for (name, host) in [(left, 1), (right, 2)] {
            try Self.ip("-n \(name) link set lo up")
            try Self.ip("-n \(name) link set eth0 up")
            try Self.ip("-n \(name) addr add 192.0.2.\(host)/24 dev eth0")
            try Self.ip("-n \(name) addr add 2001:db8::\(host)/64 dev eth0 nodad")
        }
    }

    deinit {
        for name in [left, right] {
            _ = try? Self.ip("netns delete \(name)")
        }
    }

    /// Runs the body on a thread inside the left namespace.
    func onLeft<Result>(_ body: () throws -> Result) throws -> Result {
        try NetworkNamespace(named: left).perform(body)
    }

    /// Runs the body on a thread inside the right namespace.
    func onRight<Result>(_ body: () throws -> Result) throws -> Result {
        try NetworkNamespace(named: right).perform(body)
    }

    /// Runs an `ip` command, whose words are divided by spaces, to its end.
    @discardableResult
    static func ip(_ words: String) throws -> String {
        try command("ip " + words)
    }

    /// Runs a command, whose words are divided by spaces, to its end and returns its output.
    @discardableResult
    static func command(_ words: String) throws -> String {
        let arguments = words.split(separator: " ").map(String.init)
        let outcome = try ChildProcess.run(arguments, until: .now + .seconds(20))
        guard outcome.status.isSuccess else {
            throw LinuxError("run", "'\(words)'", .unusable(outcome.errors))
        }
        return outcome.output
    }
}
