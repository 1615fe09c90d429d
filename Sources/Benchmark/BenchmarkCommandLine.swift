import Foundation

/// The command line of `apus-bench`.
struct BenchmarkCommandLine: Equatable {
    /// What is to be done.
    enum Task: Equatable {
        /// Measure these families and write the figures to a file.
        case measure(only: Set<String>, BenchmarkSettings, file: String)
        /// Decide for a count of packets of a kind; valgrind counts the instructions of that.
        case packets(kind: String, count: Int)
        /// Ask members until the process is ended; the health family measures that.
        case probe(ProbeLoad)
        /// Answer connections until the process is ended, which the health family does.
        case serve(MortalService)
        /// Count instructions and write them down as the new thresholds.
        case writeThresholds(file: String)
    }

    static let usage = """
        usage: apus-bench [--only FAMILY]... [--quick] [--strict] [RESULTS.json]
               apus-bench --write-thresholds FILE
        families: \(BenchmarkCommand.families.map(\.name).joined(separator: ", "))
        """

    /// What is to be done.
    var task: Task
    /// Whether a missed target is an error.
    var isStrict = false

    /// Reads arguments, without the program's own name.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var only: Set<String> = []
        var settings = BenchmarkSettings.full
        var file: String?
        func value(of option: String) throws -> String {
            guard let value = rest.popFirst() else {
                throw BenchmarkError.usage("\(option) needs a value")
            }
            return value
        }
        var other: Task?
        while let argument = rest.popFirst() {
            switch argument {
            case "--only": only.insert(try Self.family(value(of: argument)))
            case "--quick": settings = .quick
            case "--strict": isStrict = true
            case "--packets":
                let kind = try value(of: argument)
                guard let count = Int(try value(of: argument)), count > 0 else {
                    throw BenchmarkError.usage("--packets needs a kind and a count")
                }
                other = .packets(kind: kind, count: count)
            case "--probe":
                other = .probe(try ProbeLoad(rest))
                rest = []
            case "--serve":
                other = .serve(try MortalService(rest))
                rest = []
            case "--write-thresholds": other = .writeThresholds(file: try value(of: argument))
            default:
                guard !argument.hasPrefix("-"), file == nil else {
                    throw BenchmarkError.usage("what does '\(argument)' mean?")
                }
                file = argument
            }
        }
        task =
            other
            ?? .measure(only: only, settings, file: file ?? ".build/bench/results.json")
    }

    private static func family(_ name: String) throws -> String {
        guard BenchmarkCommand.families.contains(where: { $0.name == name }) else {
            throw BenchmarkError.usage("there is no family '\(name)'")
        }
        return name
    }
}
