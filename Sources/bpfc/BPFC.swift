import BPFCompiler

/// The compiler driver that the build-tool plugin runs.
@main
struct BPFC {
    static func main() {
        CompilerCommand.run(arguments: CommandLine.arguments)
    }
}
