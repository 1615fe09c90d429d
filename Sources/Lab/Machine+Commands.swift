public import Linux

extension Machine {
    /// Runs a command to its end and returns its standard output.
    ///
    /// Throws `LabError.commandFailed` unless it ends with zero, and ends it at the limit.
    @discardableResult
    public func run(
        _ arguments: [String],
        input: String = "",
        within limit: Duration = .seconds(30),
        entry: Entry = .network
    ) throws -> String {
        let outcome = try outcome(of: arguments, input: input, within: limit, entry: entry)
        guard outcome.status.isSuccess else {
            throw LabError.commandFailed(arguments, place: name, outcome)
        }
        return outcome.output
    }

    /// Runs a command to its end and returns how it ended, whichever way that was.
    public func outcome(
        of arguments: [String],
        input: String = "",
        within limit: Duration = .seconds(30),
        entry: Entry = .network
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            command(arguments, entry: entry),
            input: input,
            until: .now + limit
        )
    }

    /// Starts a command that runs until it is terminated, or until the lab is torn down.
    ///
    /// `label` names its log file in the lab's folder.
    public func start(
        _ arguments: [String],
        label: String? = nil,
        entry: Entry = .network
    ) throws -> LabProcess {
        try lab.start(
            command(arguments, entry: entry),
            shownAs: arguments,
            place: name,
            label: label
        )
    }

    /// The command as it can be typed outside the machine.
    public func command(_ arguments: [String], entry: Entry = .network) -> [String] {
        NamespaceEntry.command(arguments, in: namespace, entry: entry)
    }
}

/// How a command line is led into a namespace.
enum NamespaceEntry {
    /// Both commands replace themselves by the one they run, so its process number stays theirs.
    static func command(
        _ arguments: [String],
        in namespace: String,
        entry: Machine.Entry
    ) -> [String] {
        switch entry {
        case .network:
            ["nsenter", "--net=\(NetworkNamespace.folder)/\(namespace)", "--"] + arguments
        case .networkAndSystemFiles:
            ["ip", "netns", "exec", namespace] + arguments
        }
    }
}
