import Foundation
import Glibc
import Linux
import Testing

struct ChildProcessTests {
    @Test func `a command's output, errors and exit code come back`() throws {
        let outcome = try ChildProcess.run(
            ["sh", "-c", "cat; echo oops >&2; exit 3"],
            input: "hello\n",
            until: .now + .seconds(20)
        )
        #expect(outcome.output == "hello\n")
        #expect(outcome.errors == "oops\n")
        #expect(outcome.status == .exited(3))
    }

    @Test func `a command that outlives its deadline is ended with its children`() throws {
        let mark = "7\(getpid())"
        #expect(throws: LinuxError.self) {
            try ChildProcess.run(
                ["sh", "-c", "sleep \(mark) & sleep \(mark)"],
                until: .now + .milliseconds(300)
            )
        }
        let left = try ChildProcess.run(
            ["pgrep", "-x", "-f", "sleep \(mark)"],
            until: .now + .seconds(20)
        )
        #expect(left.output == "")
    }

    @Test func `a command that does not exist is named`() {
        let error = #expect(throws: LinuxError.self) {
            try ChildProcess.run(["no-such-command"], until: .now + .seconds(20))
        }
        #expect(error?.isAbsent == true)
        #expect(error?.description.contains("'no-such-command'") == true)
    }

    @Test func `a process runs until it is terminated`() throws {
        let process = try ChildProcess(["sleep", "1000"], log: "/dev/null")
        #expect(process.exitStatus == nil)
        #expect(process.terminate() == .signalled(SIGTERM))
        #expect(process.exitStatus == .signalled(SIGTERM))
        #expect(kill(process.pid, 0) == -1)
    }

    @Test func `a process that ignores the request is killed`() throws {
        let log = FileManager.default.temporaryDirectory.appending(path: "apus-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = try ChildProcess(
            ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1000; done"],
            log: log
        )
        try eventually("the shell has set its trap") {
            try String(contentsOfFile: log, encoding: .utf8) == "ready\n"
        }
        #expect(process.terminate(grace: .milliseconds(100)) == .signalled(SIGKILL))
    }
}
