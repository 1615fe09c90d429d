import Linux

/// Commands that make and change a lab, run to their end in this process's own namespace.
enum HostCommand {
    /// Runs one `ip` command whose words are divided by spaces.
    @discardableResult
    static func ip(_ words: String, place: String) throws -> String {
        try run(["ip"] + words.split(separator: " ").map(String.init), place: place)
    }

    /// Runs several `ip` commands inside a namespace, in one process; the first that fails ends it.
    static func ipBatch(_ lines: [String], in namespace: String, place: String) throws {
        let text = lines.joined(separator: "\n") + "\n"
        try run(["ip", "-n", namespace, "-batch", "-"], input: text, place: place)
    }

    /// Runs a command, and throws `LabError.commandFailed` unless it succeeds.
    @discardableResult
    static func run(
        _ arguments: [String],
        input: String = "",
        place: String
    ) throws -> String {
        let outcome = try ChildProcess.run(
            arguments,
            input: input,
            until: .now + .seconds(20)
        )
        guard outcome.status.isSuccess else {
            let shown = input.isEmpty ? arguments : arguments + ["<", input]
            throw LabError.commandFailed(shown, place: place, outcome)
        }
        return outcome.output
    }
}
