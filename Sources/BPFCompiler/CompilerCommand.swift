import Foundation

/// The command line of `bpfc`: `--sources DIR --work DIR --output FILE`.
public enum CompilerCommand {
    /// Compiles as the arguments say, and ends the process with status 1 after an error.
    public static func run(arguments: [String]) {
        do {
            let options = try options(arguments)
            let compilation = Compilation(
                sources: URL(filePath: options.sources),
                work: URL(filePath: options.work),
                toolchain: try Toolchain.locate(environment: ProcessInfo.processInfo.environment)
            )
            let programs = try compilation.run()
            let text = GeneratedSource.render(programs)
            try text.write(toFile: options.output, atomically: true, encoding: .utf8)
        } catch {
            FileHandle.standardError.write(Data("error: bpfc: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func options(
        _ arguments: [String]
    ) throws(CompilerError) -> (sources: String, work: String, output: String) {
        var values: [String: String] = [:]
        var rest = arguments.dropFirst()
        while let name = rest.popFirst(), let value = rest.popFirst() { values[name] = value }
        guard let sources = values["--sources"], let work = values["--work"],
            let output = values["--output"]
        else { throw .usage("bpfc --sources DIR --work DIR --output FILE") }
        return (sources, work, output)
    }
}
