import Foundation

/// Why a benchmark cannot measure what it says it measures.
enum BenchmarkError: Error, Equatable, CustomStringConvertible {
    /// The command line is wrong.
    case usage(String)
    /// A packet met another fate than the case is about.
    case wrongVerdict(benchmark: String, found: String, expected: String)
    /// A table does not hold what the case is about.
    case wrongContents(benchmark: String, found: String)
    /// Something that a program printed is not what it prints as a rule.
    case malformed(program: String, text: String)
    /// A program failed.
    case failed(program: String, text: String)
    /// The daemon refused the benchmark's configuration.
    case refused(String)
    /// There is no packet of this kind.
    case unknownKind(String)

    /// What is wrong, and what to do.
    var description: String {
        switch self {
        case .usage(let problem): "\(problem)\n\(BenchmarkCommandLine.usage)"
        case .wrongVerdict(let benchmark, let found, let expected):
            "\(benchmark): a packet came to \(found), not to \(expected); its time would say nothing"
        case .wrongContents(let benchmark, let found):
            "\(benchmark): there were \(found); its time would say nothing"
        case .malformed(let program, let text): "\(program) printed what cannot be read: \(text)"
        case .failed(let program, let text): "\(program) failed: \(text)"
        case .refused(let reason): "apusd refuses the benchmark's documents: \(reason)"
        case .unknownKind(let kind): "there is no packet of the kind '\(kind)'"
        }
    }

    /// Writes a line to standard error.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
