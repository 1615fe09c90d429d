import ArgumentParser
import Commands
import Foundation
import Linux
import Testing

/// The help of every command, as operators see it.
///
/// The texts lie in `Snapshots`. `APUS_UPDATE_SNAPSHOTS=1` in the environment writes them anew; what
/// has changed then shows in the version control.
struct HelpTests {
    /// A command by the words that it is called with.
    struct Command: Sendable, CustomStringConvertible {
        let words: [String]
        var description: String { words.joined(separator: " ") }
        var snapshot: String { words.joined(separator: "-") + ".txt" }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Snapshots")

    static let commands = all(["apus"], ApusCommand.self) + all(["apusd"], DaemonCommand.self)

    private static func all(_ words: [String], _ type: any ParsableCommand.Type) -> [Command] {
        let inner = type.configuration.subcommands.flatMap { all(words + [$0._commandName], $0) }
        return [Command(words: words)] + inner
    }

    @Test(arguments: commands)
    func `help says what its snapshot says`(command: Command) throws {
        let outcome = try Executable.run(command.words[0], command.words.dropFirst() + ["--help"])
        #expect(outcome.status.isSuccess)
        #expect(outcome.errors == "")
        let file = Self.folder.appending(path: command.snapshot)
        if ProcessInfo.processInfo.environment["APUS_UPDATE_SNAPSHOTS"] == "1" {
            try outcome.output.write(to: file, atomically: true, encoding: .utf8)
        }
        let pinned = try? String(contentsOf: file, encoding: .utf8)
        #expect(
            outcome.output == pinned,
            "if this is meant, run the tests once with APUS_UPDATE_SNAPSHOTS=1"
        )
    }

    @Test func `there is no snapshot of a command that is gone`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files) == Set(Self.commands.map(\.snapshot)))
    }

    @Test(arguments: commands)
    func `an option that a command does not have is refused with where help is`(command: Command)
        throws
    {
        let words = command.words.dropFirst() + ["--no-such-option"]
        let outcome = try Executable.run(command.words[0], Array(words))
        #expect(outcome.status == .exited(64))
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("--help' for more information"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions know every kind of resource`(shell: String) throws {
        let outcome = try Executable.run("apus", ["--generate-completion-script", shell])
        #expect(outcome.status.isSuccess)
        for word in ApusCommand.configuration.subcommands.map({ $0._commandName }) {
            #expect(outcome.output.contains(word), "\(word)")
        }
    }
}
