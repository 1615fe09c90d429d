import Foundation
import Lab
import Linux

/// The CPU time that a node spends: of its own processes, and of the kernel on its interface.
///
/// The kernel does a node's receiving and forwarding in whichever thread is running, so it shows in
/// nobody's time. With threaded polling (`threaded` of the interface) it does it in threads of its
/// own, for a packet program, for the network stack and below a proxy alike. The port that faces the
/// node polls in threads too, or what happens to frames after the node would be counted as its own.
/// The threads run when nothing else does (`SCHED_IDLE`): so one that is woken finds several frames,
/// as an interrupt does under load, and does not spend most of its time on being woken.
struct ProcessorClock {
    private let processes: [Int32]

    /// Readies a contender's node; `nil` when it has none.
    init?(_ contender: Contender) throws {
        guard let port = contender.interface else { return nil }
        let before = Self.pollingThreads()
        try port.machine.run(Self.thread(port.interface.name), entry: .networkAndSystemFiles)
        let threads = Self.pollingThreads().subtracting(before)
        guard !threads.isEmpty else {
            throw BenchmarkError.failed(
                program: "threaded polling of \(contender.name)",
                text: "the kernel made no thread"
            )
        }
        let segment = port.interface.segment.namespace
        try Self.run(["ip", "netns", "exec", segment] + Self.thread(port.interface.port))
        for thread in Self.pollingThreads().subtracting(before) {
            try Self.run(["chrt", "--idle", "--pid", "0", "\(thread)"])
        }
        processes = contender.processes + threads.sorted()
    }

    private static func run(_ command: [String]) throws {
        let outcome = try ChildProcess.run(command, until: .now + .seconds(10))
        guard outcome.status.isSuccess else {
            throw BenchmarkError.failed(program: command[0], text: outcome.errors)
        }
    }

    /// Makes an end of a virtual cable poll in a thread, of which no other CPU takes frames over.
    ///
    /// It polls only with a native XDP program at its end, or with GRO there and without TSO at the
    /// other end; so both ends get both settings. A page then comes to a node in several frames, which
    /// GRO puts together, as behind a network card.
    private static func thread(_ interface: String) -> [String] {
        let setting = "/sys/class/net/\(interface)/threaded"
        let commands = [
            "ethtool -K \(interface) tso off", "ethtool -K \(interface) gro on",
            "echo 0 >/sys/class/net/\(interface)/queues/rx-0/rps_cpus", "echo 1 >\(setting)",
        ]
        return ["sh", "-ec", commands.joined(separator: "; ")]
    }

    private static func pollingThreads() -> Set<Int32> {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            processes.compactMap { Int32($0) }.filter { process in
                let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
                return name?.hasPrefix("napi/") == true
            }
        )
    }

    /// The time so far, with that of the children that run now.
    func nanoseconds() throws -> Double {
        try processes.flatMap(Self.family).reduce(0) { try $0 + Self.nanoseconds(of: $1) }
    }

    private static func family(_ process: Int32) throws -> [Int32] {
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
        let children = threads.flatMap { thread in
            let file = "/proc/\(process)/task/\(thread)/children"
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { Int32($0) }
        }
        return [process] + (try children.flatMap(family))
    }

    /// What the scheduler has given all threads of a process: the first number of `schedstat`.
    private static func nanoseconds(of process: Int32) throws -> Double {
        let folder = "/proc/\(process)/task"
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) {
            sum,
            thread in
            let file = "\(folder)/\(thread)/schedstat"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            guard let time = text.split(separator: " ").first.flatMap({ Double($0) }) else {
                throw BenchmarkError.malformed(program: file, text: text)
            }
            return sum + time
        }
    }
}
