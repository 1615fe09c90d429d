import ArgumentParser
import Demo

/// `apus demo`: the founding text's cases with real traffic.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show Floating IP with real traffic between network namespaces (root)."
    )

    func run() throws {
        throw ExitCode(DemoRun().run())
    }
}

/// `apus lab`: the demo's lab, to play in.
struct LabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "Leave the demo's lab standing until Ctrl-C (root)."
    )

    func run() throws {
        throw ExitCode(DemoRun().standLab())
    }
}
