import Demo
import Foundation
import Lab
import Linux
import Testing

/// The command line's own process, ended by a signal as a person ends it.
@Suite(.needsDemo, .timeLimit(.minutes(10)))
struct DemoProgramTests {
    /// A command of `apus` whose output is in a file.
    private struct Program {
        let process: ChildProcess
        let log: String

        init(_ command: String) throws {
            let executable = URL(filePath: DemoNode.siblingExecutable)
                .deletingLastPathComponent().appending(path: "apus").path
            try #require(
                FileManager.default.isExecutableFile(atPath: executable),
                "there is no \(executable); build it: swift build --product apus"
            )
            let name = "demo-program-\(UUID().uuidString).log"
            log = FileManager.default.temporaryDirectory.appending(path: name).path
            process = try ChildProcess([executable, command], log: log)
        }

        func output() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }

        /// Waits until a text is in the output, then sends a signal and returns how it ended.
        func end(by signal: Int32, after text: String) throws -> Linux.ExitStatus? {
            defer {
                process.terminate()
                try? FileManager.default.removeItem(atPath: log)
            }
            try waitUntil(
                "the program prints '\(text)'",
                within: .seconds(120),
                detail: { (try? output()) ?? "" }
            ) {
                try output().contains(text) || process.exitStatus != nil
            }
            process.signal(signal)
            return process.wait(until: .now + .seconds(60))
        }

        /// The namespaces, folders and pins of the program's labs that are still there.
        func remains() -> [String] {
            [NetworkNamespace.folder, FileManager.default.temporaryDirectory.path, "/sys/fs/bpf"]
                .flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
                .filter { LabName(prefixOf: $0)?.owner == process.pid }
        }
    }

    @Test func `Ctrl-C ends a standing lab and leaves nothing behind`() throws {
        let program = try Program("lab")
        #expect(try program.end(by: SIGINT, after: "Ctrl-C takes the lab down") == .exited(130))
        #expect(program.remains() == [])
    }

    @Test(arguments: ["Making the lab", "Configured:", "Case 2"])
    func `a demo that is ended early leaves nothing behind`(text: String) throws {
        let program = try Program("demo")
        #expect(try program.end(by: SIGTERM, after: text) == .exited(143))
        #expect(program.remains() == [])
    }
}
