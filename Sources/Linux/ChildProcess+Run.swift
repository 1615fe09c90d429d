import Glibc

extension ChildProcess {
    /// What a command that has ended leaves behind.
    public struct Outcome: Hashable, Sendable {
        /// How it ended.
        public let status: ExitStatus
        /// What it wrote to standard output.
        public let output: String
        /// What it wrote to standard error.
        public let errors: String
    }

    /// Runs a command to its end, and ends it and its group at the deadline.
    ///
    /// Throws only when the command cannot be started or outlives the deadline.
    public static func run(
        _ arguments: [String],
        input: String = "",
        until deadline: ContinuousClock.Instant
    ) throws(LinuxError) -> Outcome {
        // Files, not pipes: no writer can block, and a child left behind cannot hold the end back.
        let input = try UnnamedFile(containing: input)
        let output = try UnnamedFile()
        let errors = try UnnamedFile()
        let process = try ChildProcess(
            arguments,
            input: input.descriptor.number,
            output: output.descriptor.number,
            errors: errors.descriptor.number
        )
        guard let status = process.wait(until: deadline) else {
            process.terminate(grace: .milliseconds(200))
            let said = try errors.contents()
            throw LinuxError(
                "finish",
                "'\(arguments.joined(separator: " "))' in time",
                .unusable(said.isEmpty ? "it was ended at its deadline" : said)
            )
        }
        return Outcome(
            status: status,
            output: try output.contents(),
            errors: try errors.contents()
        )
    }
}

/// A temporary file that has no name, so that nothing is left when it is closed.
private struct UnnamedFile {
    let descriptor: Descriptor

    init(containing text: String = "") throws(LinuxError) {
        var template = Array("/tmp/apus-XXXXXX".utf8CString)
        let number = mkstemp(&template)
        guard number >= 0 else { throw .last("make", "a temporary file in /tmp") }
        descriptor = Descriptor(owning: number)
        unlink(template)
        // Else a process that another thread starts meanwhile would hold the file open.
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        let bytes = Array(text.utf8)
        guard uninterrupted({ write(number, bytes, bytes.count) }) == bytes.count,
            lseek(number, 0, SEEK_SET) == 0
        else { throw .last("write", "a temporary file in /tmp") }
    }

    func contents() throws(LinuxError) -> String {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let offset = off_t(text.count)
            let count = uninterrupted { pread(descriptor.number, &chunk, chunk.count, offset) }
            guard count >= 0 else { throw .last("read", "a temporary file in /tmp") }
            if count == 0 { return String(decoding: text, as: UTF8.self) }
            text += chunk.prefix(count)
        }
    }
}
