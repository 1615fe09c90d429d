import Foundation
import PackagePlugin

/// Compiles rings 0 and 1 to BPF and embeds the result as a generated source file.
@main
struct CompilePacketProgram: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let sources = context.package.directoryURL.appending(path: "Sources")
        let modules = ["PacketFormats", "Tables", "Forwarding", "DataPlane"]
        let inputs = modules.flatMap { files(under: sources.appending(path: $0)) }
        let output = context.pluginWorkDirectoryURL.appending(path: "CompiledPrograms.swift")
        return [
            .buildCommand(
                displayName: "Compile the packet program to BPF",
                executable: try context.tool(named: "bpfc").url,
                arguments: [
                    "--sources", sources.path(),
                    "--work", context.pluginWorkDirectoryURL.appending(path: "bpf").path(),
                    "--output", output.path(),
                ],
                inputFiles: inputs,
                outputFiles: [output]
            )
        ]
    }

    private func files(under folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let urls = (found?.allObjects ?? []).compactMap { $0 as? URL }
        return urls.filter { ["swift", "h", "modulemap"].contains($0.pathExtension) }
            .sorted { $0.path() < $1.path() }
    }
}
