import ArgumentParser
import ControlPlane

/// The option that names the node file.
struct NodeFileOption: ParsableArguments {
    @Option(name: .customLong("config"), help: "The node file.", completion: .file())
    var file = "/etc/apus/node.yaml"

    func read() async throws -> NodeConfiguration {
        try await NodeConfiguration.read(file: file)
    }
}
