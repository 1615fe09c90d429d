import Foundation

/// What the kernel says that a process has used.
struct ProcessFigures {
    let pid: Int32

    /// The CPU time of all its threads, in nanoseconds: the first number of each `schedstat`.
    func processorNanoseconds() throws -> Double {
        let folder = "/proc/\(pid)/task"
        var sum = 0.0
        for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let file = "\(folder)/\(thread)/schedstat"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            guard let time = text.split(separator: " ").first.flatMap({ Double($0) }) else {
                throw BenchmarkError.malformed(program: file, text: text)
            }
            sum += time
        }
        return sum
    }

    /// The memory that it occupies, in bytes.
    func residentBytes() throws -> Double {
        let file = "/proc/\(pid)/status"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        guard let kibibytes else { throw BenchmarkError.malformed(program: file, text: text) }
        return kibibytes * 1024
    }
}
