import Benchmark

/// Measures the data plane and writes the figures beside the build.
@main
struct ApusBench {
    static func main() {
        BenchmarkCommand.run(arguments: Array(CommandLine.arguments.dropFirst()))
    }
}
