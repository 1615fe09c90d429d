import Foundation

/// The command line of `make bench`: `[RESULTS.json]`.
public enum BenchmarkCommand {
    /// Measures, prints every figure and writes them; ends with status 1 after an error.
    ///
    /// A missed target is reported, not an error: these figures need a quiet machine.
    public static func run(arguments: [String]) {
        let file = URL(filePath: arguments.first ?? ".build/bench/results.json")
        do {
            let results = try KernelBenchmark().run()
            for result in results { print(result.line) }
            try BenchmarkResult.write(results, to: file)
            print("written to \(file.path())")
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(1)
        }
    }
}
