import Foundation
import Linux
import Testing

/// The daemon's and the operator's commands where they cannot do their work.
struct DaemonCommandTests {
    /// A node file whose interface exists nowhere.
    private func nodeFile(in folder: TemporaryFolder) throws -> String {
        try folder.write(
            "node.yaml",
            """
            interfaces: [absent0]
            documents: \(folder.path)/documents
            pins: /sys/fs/bpf/\(URL(filePath: folder.path).lastPathComponent)
            state: \(folder.path)/state
            """
        )
    }

    @Test(arguments: [
        ("-all", ["CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SYS_ADMIN"]),
        ("-all,+sys_admin,+net_raw", ["CAP_NET_ADMIN"]),
        ("-all,+net_admin,+net_raw,+bpf,+perfmon", ["CAP_SYS_ADMIN"]),
    ])
    func `without a privilege the daemon ends and names what is missing`(
        bounding: String,
        missing: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let file = try nodeFile(in: folder)
        var command = [Executable.path("apusd"), "run", "--config", file]
        // Who has no privilege to drop has none in effect either: the daemon must say so too.
        if getuid() == 0 {
            command = ["setpriv", "--bounding-set", bounding, "--inh-caps=-all"] + command
        }
        let outcome = try ChildProcess.run(command, until: .now + .seconds(30))
        #expect(outcome.status == .exited(1))
        for name in missing { #expect(outcome.errors.contains(name)) }
        #expect(outcome.errors.contains("Run it as root"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["node.yaml"], "nothing was made")
    }

    @Test(arguments: [["run"], ["detach"], []])
    func `a node file that is not there ends the daemon with its name`(words: [String]) throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/absent.yaml"
        let outcome = try Executable.run("apusd", words + ["--config", file])
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("cannot read node file \(file)"))
    }

    @Test(arguments: ["status", "reload"])
    func `without a daemon the operator is told to start one`(word: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try Executable.run(
            "apus",
            [word, "--config", try nodeFile(in: folder)]
        )
        #expect(!outcome.status.isSuccess)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("no daemon has run with state folder"))
        #expect(outcome.errors.contains("start apusd"))
    }

    @Test func `a daemon that has ended cannot reload`() throws {
        let folder = try TemporaryFolder()
        let file = try nodeFile(in: folder)
        let state = "\(folder.path)/state"
        try FileManager.default.createDirectory(
            atPath: state,
            withIntermediateDirectories: false
        )
        // A process that has ended and been waited for.
        let ended = try ChildProcess.run(["sh", "-c", "echo $$"], until: .now + .seconds(10))
        let number = ended.output.trimmingCharacters(in: .newlines)
        _ = try folder.write(
            "state/status.json",
            #"{"attempt": 1, "processID": \#(number), "warnings": [], "rules": []}"#
        )
        let outcome = try Executable.run("apus", ["reload", "--config", file])
        #expect(!outcome.status.isSuccess)
        #expect(outcome.errors.contains("no daemon runs as process \(number)"))
    }
}
