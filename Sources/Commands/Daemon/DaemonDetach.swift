import ArgumentParser
import ControlPlane

/// `apusd detach`: takes the data plane away.
struct DaemonDetach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach",
        abstract: "Take the packet program and its maps away; traffic to frontends stops.",
        discussion: "Stop the daemon first, or it makes them again at its next start only."
    )

    @OptionGroup var node: NodeFileOption

    func run() async throws {
        let node = try await node.read()
        try Detachment.run(node: node)
        print("the data plane under \(node.pins) is gone")
    }
}
